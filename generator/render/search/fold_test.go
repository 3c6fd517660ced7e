package search

import (
	"slices"
	"strings"
	"testing"
)

func TestTerms(t *testing.T) {
	for _, tc := range []struct{ text, want string }{
		{"", ""},
		{"务服", "务 务服 服"},
		{"2023年度报告", "2023 年 年度 度 度报 报 报告 告"},
		{"２０２３年", "2023 年"},
		{"共 12 件", "共 12 件"},
		{"政 府", "府 政 政府"},           // a space between two characters is only for looks
		{"政　府", "府 政 政府"},           // nor is a wide one
		{"政府\n信息", "信 信息 府 息 政 政府"}, // but blocks are apart
		{"政府、信息", "信 信息 府 息 政 政府"},
		{"《条例》第十条", "例 十 十条 条 条例 第 第十"},
		{"A座3F", "3f a 座"},
		{"GB/T 9704-2012", "2012 9704 gb t"},
		{"ＰＤＦ㎡①", "pdfm21"},
		{"47.84万元", "47 84 万 万元 元"},
		{"①有", "1 有"},
		{"〇二", "〇 〇二 二"},
		{"𠮷田", "田 𠮷 𠮷田"},
		{"\U0002EE5D镇\U000323B0", "\U0002EE5D \U0002EE5D镇 镇 镇\U000323B0 \U000323B0"}, // younger than the tables of Go
		{"葛\U000E0100城\uFE00", "城 葛 葛城"},                                             // variants are the same character
		{"かな漢字", "か かな な な漢 字 漢 漢字"},
		{"Straße École", "straße école"},
		{"“三安全一稳定”", "一 一稳 三 三安 全 全一 安 安全 定 稳 稳定"},
		{"a\u00a0b", "a b"},
	} {
		var f folder
		var got []string
		f.each([]byte(tc.text), func(term []rune) {
			if s := string(term); !slices.Contains(got, s) {
				got = append(got, s)
			}
		})
		slices.Sort(got)
		want := strings.Fields(tc.want)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", tc.text, got, want)
		}
	}
}

// The text of a page is its heading and what is said below it.
func TestReader(t *testing.T) {
	for _, tc := range []struct{ page, title, text string }{
		{`<p>头</p><main class="wrap"><h1>题 <em>目</em></h1><p>正<strong>文</strong>一</p><p>二&amp;三</main><footer>尾</footer>`, "题 目", "正文一\n二&三"},
		{`<main><h1>T</h1><dl><div><dt>文号</dt><dd>〔2024〕1号</dd></div></dl></main>`, "T", "〔2024〕1号"},
		{`<main><h1>T</h1><table class="statutory wide"><tr><td>1</td></tr></table><p>x</p><table><tr><td>1<td>2</table></main>`, "T", "x\n1\n2"},
		{`<main><nav class="pager"><ul><li>下一年</ul></nav><h1>T</h1><section data-search="off"><section>a</section>b</section>c</main>`, "T", "c"},
		{`<main><h1>T</h1>a<br>b <script>var navigation = "<p>";</script>  c</main>`, "T", "a\nb c"},
		{`<main><h1>T`, "T", ""},
		{`<main><nav>`, "", ""},
		{`<main><p`, "", ""},
		{``, "", ""},
	} {
		var r reader
		title, text := r.read([]byte(tc.page))
		if string(title) != tc.title || string(text) != tc.text {
			t.Errorf("%s\n\t%q, %q\n\twant %q, %q", tc.page, title, text, tc.title, tc.text)
		}
	}
}
