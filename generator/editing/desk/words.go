package desk

import (
	"html/template"

	"gongkai/generator/diag"
	"gongkai/generator/editing/round"
	"gongkai/generator/editing/serve"
)

// words are what the desk says.
var words = map[string]diag.Text{
	"comma":           {ZH: "，", EN: ", "},
	"colon":           {ZH: "：", EN: ": "},
	"desk":            {ZH: "工作台", EN: "Desk"},
	"start":           {ZH: "开始", EN: "Start"},
	"agree":           {ZH: "核对名单", EN: "Check the list"},
	"ended":           {ZH: "已经关闭", EN: "Closed"},
	"ended-text":      {ZH: "工作台已经关闭，可以关上这个页面。下次双击程序再打开。", EN: "The desk is closed, and this page may be too. Start the program again to come back."},
	"skip":            {ZH: "跳到内容", EN: "Skip to the content"},
	"pages":           {ZH: "页面", EN: "Pages"},
	"site":            {ZH: "看网站", EN: "The site"},
	"findings":        {ZH: "全部问题", EN: "All findings"},
	"other":           {ZH: "换一个站点", EN: "Another site"},
	"end":             {ZH: "关闭工作台", EN: "Close the desk"},
	"hint":            {ZH: "建议", EN: "hint"},
	"reports":         {ZH: "各机关的年度报告", EN: "Annual reports of the agencies"},
	"agency":          {ZH: "机关", EN: "Agency"},
	"year":            {ZH: "%d 年", EN: "%d"},
	"due-year":        {ZH: "今年要报", EN: "due now"},
	"new":             {ZH: "新建", EN: "New"},
	"new-of":          {ZH: "新建%s %d 年的报告", EN: "New report of %s for %d"},
	"open-of":         {ZH: "%s %d 年", EN: "%s, %d"},
	"not-due":         {ZH: "不用报", EN: "none is due"},
	"none":            {ZH: "没有", EN: "none"},
	"another":         {ZH: "新建别的年度的报告", EN: "A report of another year"},
	"of-year":         {ZH: "年度", EN: "Year"},
	"filter":          {ZH: "筛选", EN: "Filter"},
	"filter-words":    {ZH: "机关（名称或文件夹）", EN: "Agency (name or folder)"},
	"filter-state":    {ZH: "有这种报告的", EN: "with a report that is"},
	"any":             {ZH: "不限", EN: "any"},
	"apply":           {ZH: "筛选", EN: "Apply"},
	"clear":           {ZH: "全部列出", EN: "Show all"},
	"shown":           {ZH: "列出 %d 个机关", EN: "agencies listed: %d"},
	"all-years":       {ZH: "列出以前的年度", EN: "Show earlier years"},
	"no-agency":       {ZH: "没有符合的机关。", EN: "No agency fits."},
	"state.errors":    {ZH: "有错误", EN: "faulty"},
	"state.none":      {ZH: "没有", EN: "not there"},
	"state.draft":     {ZH: "草稿", EN: "a draft"},
	"state.ready":     {ZH: "可以公布", EN: "ready"},
	"state.changed":   {ZH: "公布后改过", EN: "changed since"},
	"state.published": {ZH: "已公布", EN: "published"},
	"import":          {ZH: "读入报告", EN: "Bring in reports"},
	"drop":            {ZH: "把报告文件（Word、Excel、PDF、网页）拖到这里，或者选文件", EN: "Drop report files here (Word, Excel, PDF, web pages), or choose them"},
	"read":            {ZH: "读入", EN: "Read"},
	"waiting":         {ZH: "这些文件还没有放进站点：", EN: "These files are not in the site yet:"},
	"no-waiting":      {ZH: "没有等着放进站点的文件。", EN: "No file waits to be put into the site."},
	"whole":           {ZH: "原文的每个数都读到了。", EN: "Every printed figure was read."},
	"not-whole":       {ZH: "有的数没有读到，或者没有位置；放进站点以后还是空的，请对照原文填上。", EN: "Some figures were not read, or have no place; they stay blank in the site, to be filled in by the original."},
	"review":          {ZH: "原文和读到的，左右对照", EN: "Original and reading, side by side"},
	"goes-to":         {ZH: "放到哪里", EN: "Where it goes"},
	"own":             {ZH: "是机关新交来的报告，以前没有公布过（不记出处）", EN: "it is handed in by the agency and was not published before (no source is noted)"},
	"choose":          {ZH: "请选择", EN: "choose"},
	"again":           {ZH: "按这个机关和年度再读", EN: "Read again for this agency and year"},
	"put":             {ZH: "放进站点", EN: "Put it into the site"},
	"there":           {ZH: "这个机关这一年已经有一份报告", EN: "The agency has a report of this year already"},
	"both":            {ZH: "两份都留：已有的不动；读到的存进它的历史，随时可以对照、换上", EN: "keep both: that which is there stays; what was read is kept in its history, to be compared and put in place at any time"},
	"replace":         {ZH: "换成读到的；现在的内容存进历史", EN: "put what was read in its place; what is there now is kept in the history"},
	"differences":     {ZH: "两份有什么不同", EN: "What differs between the two"},
	"same":            {ZH: "没有不同。", EN: "Nothing differs."},
	"history":         {ZH: "历史", EN: "History"},
	"history-text":    {ZH: "工作台开着的时候，每次改动以前和以后的内容都留在本机的站点文件夹里。选一个状态，可以看它和现在有什么不同，也可以恢复。", EN: "While the desk runs, what a file said before and after each change is kept in the site's folder on this machine. Choose a state to see how it differs from now, or to go back to it."},
	"no-history":      {ZH: "还没有改动过。", EN: "Nothing was changed yet."},
	"when":            {ZH: "时间", EN: "Time"},
	"what":            {ZH: "来由", EN: "Made by"},
	"why.found":       {ZH: "打开时的内容", EN: "as it was found"},
	"why.saved":       {ZH: "在这里保存", EN: "saved here"},
	"why.imported":    {ZH: "读入的文件，没有换上", EN: "read of a file, not put in place"},
	"now":             {ZH: "就是现在的内容", EN: "what it says now"},
	"compare":         {ZH: "和现在比较", EN: "Compare with now"},
	"compare-of":      {ZH: "把 %s 的和现在比较", EN: "Compare that of %s with now"},
	"from-then":       {ZH: "从 %s 到现在的改动", EN: "What changed from %s to now"},
	"restore":         {ZH: "恢复成这个状态", EN: "Go back to this state"},
	"edit":            {ZH: "填写报告", EN: "Open the report"},
	"removed":         {ZH: "删去", EN: "removed"},
	"added":           {ZH: "加上", EN: "added"},
	"new-site":        {ZH: "新建站点", EN: "Make a new site"},
	"open-site":       {ZH: "打开已有的站点", EN: "Open a site that is there"},
	"open-path":       {ZH: "站点的文件夹（里面有 gongkai.yaml）", EN: "The site's folder (gongkai.yaml is in it)"},
	"open":            {ZH: "打开", EN: "Open"},
	"open-now":        {ZH: "现在打开的是 %s", EN: "%s is open now"},
	"back":            {ZH: "回到工作台", EN: "Back to the desk"},
	"for-whom":        {ZH: "给谁用", EN: "For whom"},
	"one":             {ZH: "一个机关", EN: "one agency"},
	"many":            {ZH: "办公室，替多个机关公布", EN: "an office that publishes for several"},
	"site-name":       {ZH: "网站的名称", EN: "Name of the site"},
	"site-url":        {ZH: "网站的公开地址（还不知道就先不改）", EN: "Public address of the site (leave it as it is while that is not known)"},
	"official":        {ZH: "这是机关自己的正式网站（不选时每一页都写明“示例，非政府网站”）", EN: "this is the body's own official site (otherwise every page says that it is an example)"},
	"folder":          {ZH: "存放在哪个文件夹（新的或空的）", EN: "Folder to keep it in (new or empty)"},
	"name":            {ZH: "机关全称", EN: "Full name of the agency"},
	"credit-code":     {ZH: "统一社会信用代码（可以以后再填）", EN: "Credit code (may follow later)"},
	"kind":            {ZH: "性质", EN: "Kind"},
	"level":           {ZH: "级别", EN: "Level"},
	"list":            {ZH: "机关名单，从 Excel 复制后粘贴在这里", EN: "List of bodies, pasted from Excel"},
	"list-hint":       {ZH: "一行一个机关。列可以有：名称、简称、统一社会信用代码、性质、级别、上级、文件夹；有表头就按表头，没有表头就按内容认。", EN: "A body a line. Columns may be: name, short name, credit code, kind, level, parent, folder; by their headings where there are any, by what is in them where not."},
	"make":            {ZH: "新建", EN: "Make it"},
	"make-agreed":     {ZH: "没有错，新建", EN: "That is right, make it"},
	"change":          {ZH: "返回修改", EN: "Go back and change it"},
	"agree-text":      {ZH: "读到 %d 个机关。文件夹名会成为网址的一部分，定下来以后不要再改。", EN: "%d bodies were read. The folders become part of addresses, and should stay as they are afterwards."},
	"short":           {ZH: "简称", EN: "Short name"},
	"slug":            {ZH: "文件夹", EN: "Folder"},
	"parent":          {ZH: "上级", EN: "Parent"},
	"kind.government": {ZH: "一级政府", EN: "government"}, "kind.department": {ZH: "政府部门", EN: "department"}, "kind.outpost": {ZH: "派出机关", EN: "outpost"},
	"kind.vertical": {ZH: "垂直管理部门", EN: "vertical department"}, "kind.authorized": {ZH: "法律、法规授权的组织", EN: "authorised organisation"},
	"kind.public_service": {ZH: "公共企事业单位", EN: "public service"}, "kind.": {}, "level.": {},
	"level.state": {ZH: "国家级", EN: "state"}, "level.province": {ZH: "省级", EN: "province"}, "level.city": {ZH: "市级", EN: "city"}, "level.county": {ZH: "县级", EN: "county"}, "level.town": {ZH: "乡级", EN: "town"},
}

// word is one of them, with what is put into it.
func (d *Desk) word(key string, args ...any) string {
	w := words[key]
	return diag.Textf(w.ZH, w.EN, args...).In(d.o.Lang)
}

// parse reads the templates.
func (d *Desk) parse() (*template.Template, error) {
	return template.New("desk").Funcs(template.FuncMap{
		"t":      d.word,
		"at":     func(name string) string { return serve.Home + name },
		"in":     func(t diag.Text) string { return t.In(d.o.Lang) },
		"closes": func() bool { return d.o.End != nil },
		"language": func() string {
			if d.o.Lang == "en" {
				return "en"
			}
			return "zh-CN"
		},
		"states": round.States,
	}).ParseFS(files, "assets/*.html")
}
