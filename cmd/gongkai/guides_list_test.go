package main

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// notTyped are the blocks of the guides, by their first line, and the commands that TestGuides does not type.
var notTyped = map[string]string{
	"sudo apt install ./gongkai_1.2.0_linux_amd64.deb":                                                     release,
	"sudo dnf install ./gongkai_1.2.0_linux_amd64.rpm":                                                     release,
	"tar -xzf gongkai_1.2.0_darwin_arm64.tar.gz":                                                           release,
	"skopeo copy oci-archive:gongkai_1.2.0_oci.tar docker-daemon:gongkai:1.2.0":                            release,
	"minisign -Vm SHA256SUMS -p gongkai.pub":                                                               release,
	"rsync -a --delete public/ www.example.gov.cn:/srv/gongkai/public/":                                    "goes to another host",
	"part=$(sbatch --parsable --array=1-8 --requeue --wrap 'gongkai build --site /srv/zwgk --shard auto')": "needs a cluster",
	"parallel --retries 3 gongkai build --shard {}/8 ::: $(seq 8) && gongkai build --merge":                "TestScripts/shard does it with fewer parts",
	"minisign -Vm manifest.json -P RWQ…":                                                                   "a key that an agency published; the page does it with a key of its own below",
	"Match User web":                                                                                       "settings of a server; TestEveryKindOfTarget publishes to an OpenSSH server",
	"AWS_ACCESS_KEY_ID=…":                                                                                  "settings of an object store; TestEveryKindOfTarget publishes to one",
	`<!--#include virtual="/zwgk/shilishi-xxgkj/reports/2024/fragment.html" -->`:                           "a line of a portal's own page",
	"全年收到申请 {{ 依申请公开.本年新收.总计 }} 件，办结 {{ 依申请公开.办理结果.总计.总计 }} 件。": "a sentence of a report; the tutorial has one that is built",
}

const release = "needs the files of a release, which internal/release/check and bare hold to this"

// nothingToType are guides without a command that could be run here.
var nothingToType = map[string]string{
	"install.md": "installs a release, as internal/release/bare and check do",
}

// guides are the pages that the contents of the manual list as tutorial and guides, with the locale of their language.
func guides(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, c := range []struct{ folder, lang, from, to string }{
		{"docs", "en_US.UTF-8", "\n## Tutorial\n", "\n## Reference\n"},
		{"docs/zh", "zh_CN.UTF-8", "\n## 教程\n", "\n## 参考\n"},
	} {
		_, list, _ := strings.Cut(read(t, c.folder+"/README.md"), c.from)
		list, _, found := strings.Cut(list, c.to)
		pages := regexp.MustCompile(`(?m)^- \[[^]]+\]\(([a-z-]+\.md)\)`).FindAllStringSubmatch(list, -1)
		if !found || len(pages) < 19 {
			t.Fatalf("%s/README.md lists %q, want the tutorial and the guides", c.folder, pages)
		}
		for _, m := range pages {
			out[c.folder+"/"+m[1]] = c.lang
		}
	}
	return out
}

// What is not typed is in a guide, so that the list names nothing that is gone.
func TestWhatIsNotTypedIsThere(t *testing.T) {
	there := map[string]bool{}
	files := map[string]bool{}
	for file := range guides(t) {
		files[filepath.Base(file)] = true
		for _, b := range codeBlocks(strings.Split(read(t, file), "\n")) {
			there[b.first()] = !b.isTyped()
			for _, l := range b.lines {
				if command, ok := strings.CutPrefix(l, "$ "); ok {
					there[command] = true
				}
			}
		}
	}
	for text := range notTyped {
		if !there[text] {
			t.Errorf("no guide has a block or command %q that is not typed", text)
		}
	}
	for file := range nothingToType {
		if !files[file] {
			t.Errorf("no guide is %s", file)
		}
	}
}

// fenced is a fenced block of a guide.
type fenced struct {
	kind, indent, above string // above is the last line before it
	lines               []string
	line                int // how many lines are before the first of them
}

var fence = regexp.MustCompile("^( *)```([a-z]*)$")

// codeBlocks are the fenced blocks in lines, without their indentation.
func codeBlocks(lines []string) (out []fenced) {
	for i := 0; i < len(lines); i++ {
		m := fence.FindStringSubmatch(lines[i])
		if m == nil {
			continue
		}
		b := fenced{indent: m[1], kind: m[2], line: i + 1}
		if i >= 2 {
			b.above = lines[i-2]
		}
		for i++; lines[i] != b.indent+"```"; i++ {
			b.lines = append(b.lines, strings.TrimPrefix(lines[i], b.indent))
		}
		out = append(out, b)
	}
	return out
}

// first is the first line of the block, without a comment at its end.
func (b fenced) first() string {
	line, _, _ := strings.Cut(strings.Join(b.lines[:min(1, len(b.lines))], ""), "  #")
	return strings.TrimSpace(line)
}

func (b fenced) isTyped() bool { return strings.HasPrefix(b.first(), "$ ") }

// mayBeTyped reports whether the block can be one of commands.
func (b fenced) mayBeTyped() bool { return b.kind == "" || b.kind == "sh" || b.kind == "console" }

var fileBefore = regexp.MustCompile("`([^` ]+\\.(?:md|yaml|html|css|csv|svg|txt))`.*[:：]$")

// putInto is the file that the block belongs into, or "".
func (b fenced) putInto() string {
	if m := fileBefore.FindStringSubmatch(b.above); m != nil {
		return m[1]
	}
	return ""
}
