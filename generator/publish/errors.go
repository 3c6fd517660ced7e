package publish

import (
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"gongkai/generator/diag"
)

// Error is why a run could not do its work, in words for the user.
type Error struct {
	Message, Hint diag.Text
	Err           error // what it comes from; may be nil
}

func (e *Error) Error() string { return "publish: " + e.Message.EN }

// Unwrap returns what it comes from.
func (e *Error) Unwrap() error { return e.Err }

// FaultKind is in what way a file of the folder is not what its manifest says.
type FaultKind string

// The kinds of faults.
const (
	Missing FaultKind = "missing"
	Changed FaultKind = "changed"
	Unnamed FaultKind = "name" // the name cannot be one of a site's file
)

// Fault is a file of the folder that is not what its manifest says.
type Fault struct {
	Path string
	Kind FaultKind
}

var kinds = map[FaultKind]diag.Text{
	Missing: {ZH: "不存在", EN: "missing"},
	Changed: {ZH: "内容不同", EN: "changed"},
	Unnamed: {ZH: "名称不能用", EN: "a name that cannot be"},
}

// shown is how many files a message names.
const shown = 10

// named lists files for a message, the first of them by name.
func named(items []string) diag.Text {
	list := items[:min(len(items), shown)]
	zh, en := strings.Join(list, "、"), strings.Join(list, ", ")
	if more := len(items) - len(list); more > 0 {
		zh, en = zh+fmt.Sprintf(" 等 %d 个", len(items)), en+fmt.Sprintf(" and %d more", more)
	}
	return diag.Text{ZH: zh, EN: en}
}

func notBuilt(dir string) *Error {
	return &Error{
		Message: diag.Textf("%s 不是生成好的网站：没有可以读取的 manifest.json", "%s is not a built site: it has no manifest.json that can be read", filepath.ToSlash(dir)),
		Hint:    diag.Textf("请先运行 gongkai build，或用 --from 指定生成好的文件夹", "run gongkai build first, or name the built folder with --from"),
	}
}

func notItsManifest(dir string, faults []Fault) *Error {
	list := faults[:min(len(faults), shown)]
	var zh, en []string
	for _, f := range list {
		zh = append(zh, f.Path+"（"+kinds[f.Kind].ZH+"）")
		en = append(en, f.Path+" ("+kinds[f.Kind].EN+")")
	}
	names := diag.Text{ZH: strings.Join(zh, "、"), EN: strings.Join(en, ", ")}
	if more := len(faults) - len(list); more > 0 {
		names = diag.Text{ZH: names.ZH + fmt.Sprintf(" 等 %d 个", len(faults)), EN: names.EN + fmt.Sprintf(" and %d more", more)}
	}
	return &Error{
		Message: diag.Textf("%s 与它的 manifest.json 不符，没有发布：%s", "%s is not what its manifest.json says, and nothing was published: %s", filepath.ToSlash(dir), names),
		Hint:    diag.Textf("生成之后文件有改动；请再运行 gongkai build，是从别处拷来的就再拷一次", "files were changed after the build; run gongkai build again or, where the folder was brought from elsewhere, copy it again"),
	}
}

func foreignFiles(target string, files []string) *Error {
	return &Error{
		Message: diag.Textf("%s 里有别的文件会被覆盖：%s", "%s holds other files that would be overwritten: %s", target, named(files)),
		Hint:    diag.Textf("没有改动任何文件。请换一个位置，或先移走这些文件；确实要覆盖时加上 --force", "nothing was changed; name another place or move the files away, or add --force to overwrite them"),
	}
}

func muchRemoved(n, of int) *Error {
	return &Error{
		Message: diag.Textf("将从目标删除 %d 个文件（共 %d 个），超过一半", "%d of %d files would be removed from the target, more than half", n, of),
		Hint:    diag.Textf("没有改动任何文件。请检查目标和站点是否对应，用 --dry-run 查看；确实如此时加上 --force", "nothing was changed; check that target and site belong together, --dry-run shows what would go; add --force if it is meant"),
	}
}

func tooLong(files []string, l Traits) *Error {
	limit := diag.Textf("名称最多 %d 字节，一个汉字占 3 字节", "a name may have %d bytes, of which a Chinese character takes 3", l.Name)
	if l.Name == 0 {
		limit = diag.Textf("路径最多 %d 字节，一个汉字占 3 字节", "a path may have %d bytes, of which a Chinese character takes 3", l.Path)
	}
	return &Error{
		Message: diag.Textf("名称对目标来说太长：%s", "the name is too long for the target: %s", named(files)),
		Hint:    diag.Textf("%s。没有改动任何文件；请改短文件名后重新生成", "%s; nothing was changed; shorten the name and build again", limit),
	}
}

func held(target, owner string, since time.Time) *Error {
	who := diag.Textf("锁的内容无法读取", "the lock does not say whose it is")
	if owner != "" {
		at := since.Local().Format("2006-01-02 15:04:05")
		who = diag.Textf("%s，从 %s 开始", "by %s since %s", owner, at)
	}
	return &Error{
		Message: diag.Textf("%s 正在被另一次发布使用：%s", "another run is publishing to %s: %s", target, who),
		Hint:    diag.Textf("请等它结束；如果它已经中断、不再运行，加上 --unlock 解除这把锁", "wait until it has ended; if it was cut off and runs no more, add --unlock to remove its lock"),
	}
}

func lockTaken(target, owner string) *Error {
	return &Error{
		Message: diag.Textf("另一次发布接管了 %s，本次停止：%s", "another run took %s over, and this one stopped: %s", target, owner),
		Hint:    diag.Textf("请等它结束，再运行一次", "wait until it has ended, and run the command again"),
	}
}

func changedMeanwhile(p string) *Error {
	return &Error{
		Message: diag.Textf("发布期间文件有变化：%s", "the file changed while it was published: %s", p),
		Hint:    diag.Textf("发布时不要生成网站；请再运行一次", "do not build while the site is published; run the command again"),
	}
}

func otherBytes(p string, err error) *Error {
	return &Error{
		Message: diag.Textf("目标保存的内容与发送的不同：%s", "the target holds other bytes than were sent: %s", p),
		Hint:    diag.Textf("已发送两次。请让管理存储的人检查；这个文件没有算作已发布，下次会再发送", "it was sent twice; have whoever runs the store look at it; the file does not count as published and will be sent again"),
		Err:     err,
	}
}
