package excerpt

import (
	"strings"
	"testing"
)

const page = `<!doctype html><html><head><title>t</title><style>p{}</style></head><body><header>head</header>
<main class="wrap" id="page.main"><article><h1><span class="joint">甲局</span><span class="joint">2023年</span></h1>
<section class="key-figures"><ul><li><a href="#cell.x"><span>新收</span> <strong>1</strong></a><div class="trend"><svg><title>x</title></svg></div></li></ul></section>
<ul class="actions"><li><a href="report.xlsx" download><span class="unseen">下载</span>Excel（1 KB）</a></li><li class="print"><button>打印</button></li></ul>
<nav><a href="#a">目录</a></nav>
<dl class="details"><div><dt>公布日期</dt><dd>2024-01-15</dd><dd>另一天</dd></div></dl>
<details class="digest"><summary>s</summary></details><p class="skip"><a href="#end">跳过</a></p>
<table class="statutory" id="t" role="group"><caption id="c">表 &lt;一&gt;</caption><colgroup span="2"></colgroup><thead><tr role="row"><th id="h" scope="col" colspan="2">列</th></tr></thead>
<tbody><tr><td data-cell="a.b" headers="h" class="zero">0</td><td data-cell="a.c" data-kind="text" headers="h">字</td></tr></tbody></table>
<p lang="en">See <a href="../2022/index.html#x" rel="prev">2022</a>, <a href="https://a.example/?q=1&amp;r=2" rel="external noopener">out<small class="external">（外部网站）</small></a>, <a href="mailto:a@example.org">mail</a>.<br><img src="../../../assets/a.png" alt="图" class="x"></p>
<script src="a.js"></script></article></main><footer>foot</footer></body></html>`

const want = `<h1>甲局2023年</h1>
<ul><li>新收 <strong>1</strong></li>
</ul>
<ul><li><a href="https://www.example.org/zwgk/a/reports/2023/report.xlsx">Excel（1 KB）</a></li>
</ul>
<p><strong>公布日期</strong> 2024-01-15</p>
<p>另一天</p>
<table border="1" cellspacing="0" style="border-collapse: collapse; width: 100%;"><caption>表 &lt;一&gt;</caption>
<thead><tr><th scope="col" colspan="2" style="border: 1px solid #666666; padding: 4px;">列</th>
</tr>
</thead>
<tbody><tr><td data-cell="a.b" style="border: 1px solid #666666; padding: 4px; text-align: center;">0</td>
<td data-cell="a.c" style="border: 1px solid #666666; padding: 4px;">字</td>
</tr>
</tbody>
</table>
<p lang="en">See <a href="https://www.example.org/zwgk/a/reports/2022/#x">2022</a>, <a href="https://a.example/?q=1&amp;r=2">out</a>, <a href="mailto:a@example.org">mail</a>.<br><img alt="图" src="https://www.example.org/zwgk/assets/a.png"></p>
`

// What is left is the text, in elements that editors keep, with full addresses and the look
// of tables beside them.
func TestOf(t *testing.T) {
	got, err := Of([]byte(page), "https://www.example.org/zwgk/a/reports/2023/")
	if err != nil {
		t.Fatal(err)
	}
	lines := func(s string) string {
		var out []string
		for _, l := range strings.Split(s, "\n") {
			if l = strings.TrimSpace(l); l != "" {
				out = append(out, l)
			}
		}
		return strings.Join(out, "\n")
	}
	if got, want := lines(string(got)), lines(want); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// Editors drop what is in an item beside its words, and paragraphs in quotations; so both have lines.
func TestLines(t *testing.T) {
	for in, want := range map[string]string{
		`<ul><li>新收 <b>1</b> 件 <p>比上年 +1</p> <p>持平</p></li></ul>`:                                 "<ul><li>新收 <b>1</b> 件<br>比上年 +1<br>持平</li>\n</ul>",
		`<ul><li>甲<ul><li>乙</li><li>丙<ol start="3"><li>丁</li></ol></li></ul></li><li>戊</li></ul>`: "<ul><li>甲<br>– 乙<br>– 丙<br>3. 丁</li>\n<li>戊</li>\n</ul>",
		`<ul><li><p>甲</p>乙<p><button>丙</button></p></li></ul>`:                                    "<ul><li>甲<br>乙</li>\n</ul>",
		`<ul><li><h3>甲</h3><p>乙</p><ul><li>丙</li></ul></li></ul>`:                                 "<h3>甲</h3>\n<p>乙</p>\n<ul><li>丙</li>\n</ul>",
		`<blockquote><p>甲</p><p>乙<del>丙</del><ins>丁</ins></p></blockquote>`:                       "<blockquote>甲<br>乙<s>丙</s><u>丁</u></blockquote>",
		`<ul><li><button>打印</button></li></ul><p><svg></svg></p><p>甲</p>`:                         "<p>甲</p>",
	} {
		got, err := Of([]byte("<main>"+in+"</main>"), "https://www.example.org/")
		if err != nil || strings.TrimSpace(string(got)) != want {
			t.Errorf("of %s: got %s, %v, want %s", in, got, err, want)
		}
	}
}

func TestPageWithoutMain(t *testing.T) {
	if out, err := Of([]byte("<p>x"), "https://www.example.org/"); err == nil {
		t.Errorf("got %q, want an error", out)
	}
	if out, err := Of([]byte("<main>x"), "https://www.example.org/%zz"); err == nil {
		t.Errorf("got %q, want an error", out)
	}
}
