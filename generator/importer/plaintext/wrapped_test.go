package plaintext

import (
	"fmt"
	"strings"
	"testing"

	"gongkai/generator/prose/han"
)

// broken breaks a text as editors do: where the next character has no room any more; before a mark of punctuation no line
// ends.
func broken(text string, most int, measure func(string) int) string {
	var lines []string
	line := ""
	r := []rune(text)
	for i := 0; i < len(r); {
		unit := word(string(r[i:]))
		if measure(line+unit) > most {
			lines = append(lines, line)
			line = ""
		}
		line += unit
		i += len([]rune(unit))
	}
	return strings.Join(append(lines, line), "\n")
}

const (
	first  = "2023年，本局全面贯彻落实《中华人民共和国政府信息公开条例》，坚持以公开为常态、不公开为例外，通过政府网站主动公开政府信息1286条，其中规范性文件12件，解读材料8篇，回应关切36次。全年受理依申请公开33件。"
	second = "（二）政府信息管理情况。严格执行信息发布审核制度，落实专人负责，对公开的信息进行定期清理和评估，及时更新主动公开目录，确保信息内容真实准确。"
)

// Lines that were broken at a fixed column are one paragraph again, whether columns or characters were counted.
func TestUnwrap(t *testing.T) {
	characters := func(s string) int { return len([]rune(s)) }
	for name, measure := range map[string]func(string) int{"han.Columns": han.Columns, "characters": characters} {
		for _, most := range []int{48, 60, 76} {
			if name == "characters" {
				most /= 2
				most += 6
			}
			for _, indent := range []string{"", "　　"} {
				text := "甲局2023年政府信息公开工作年度报告\n\n一、总体情况\n" + broken(indent+first, most, measure) + "\n" + broken(indent+second, most, measure) + "\n二、其他\n" + indent + "无。\n"
				d, err := Read([]byte(text))
				if err != nil {
					t.Fatal(err)
				}
				var got []string
				for _, b := range d.Blocks {
					if b.Paragraph == nil {
						t.Fatalf("%s %d: a table was found in\n%s", name, most, text)
					}
					got = append(got, b.Paragraph.Text)
				}
				want := []string{"甲局2023年政府信息公开工作年度报告", "一、总体情况", first, second, "二、其他", "无。"}
				if fmt.Sprint(got) != fmt.Sprint(want) {
					t.Errorf("%s %d %q:\ngot  %s\nwant %s", name, most, indent, strings.Join(got, "\n     "), strings.Join(want, "\n     "))
				}
			}
		}
	}
}

// The text of a printed page, as programs take it out of a PDF: lines are about as wide as each other, and what paragraphs
// are set in by is lost.
func TestUnwrapPrinted(t *testing.T) {
	lines := []string{
		"甲局全面贯彻落实《政府信息公开条例》，按照上级的部", "署和要求，2023 年主动公开 1286 条、回应 36 次，本报告的", "全文包括总体情况、主动公开情况、收到和处理申请的情况，以",
		"及存在的问题及改进情况，并附相关指标统计表，所列数据的统", "计周期为全年，报告可以在网站下载，也可以到甲局查阅，地址", "在示例市示例路一号，办公时间为每周一到周五，咨询时请带证",
		"件，联系电话在网站首页公布，受理时间与办公时间相同，并且", "全年不休息，写信的请写明联系方式，来信均有答复，答复按规", "定的期限作出。",
		"一、总体情况", "本年度各项工作按计划完成。", "二、其他", "信息内容", "1",
	}
	d, err := Read([]byte(strings.Join(lines, "\n") + "\n"))
	if err != nil {
		t.Fatal(err)
	}
	got := ""
	for _, b := range d.Blocks {
		if b.Paragraph != nil {
			got += b.Paragraph.Text + "\n"
		}
	}
	want := strings.Join(lines[:9], "") + "\n" + strings.Join(lines[9:12], "\n") + "\n"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	lines[3] = "及存在的问题及改进情况，并附"
	if d, err = Read([]byte(strings.Join(lines, "\n") + "\n")); err != nil {
		t.Fatal(err)
	}
	if got := d.Blocks[0].Paragraph.Text; got != lines[0] {
		t.Errorf("one line ends within a sentence and not at the edge: got %s, want %s", got, lines[0])
	}
}

// Where it is not certain that a line goes on, it stays as it is.
func TestNotUnwrapped(t *testing.T) {
	for name, text := range map[string]string{
		"a paragraph a line":    first + "\n" + second + "\n" + first + "\n",
		"broken by hand":        "2023年，本局全面贯彻落实《中华人民共和国政府信息公开条例》，坚持以公开为常态、\n不公开为例外，\n通过政府网站主动公开政府信息1286条，其中规范性文件12件，解读材料8篇，\n回应关切36次，全年受理依申请公开33件\n",
		"two lines":             "2023年，本局全面贯彻落实《中华人民共和国政府信息公开条例》，坚持以公开为常\n态、不公开为例外。\n",
		"items of a list":       strings.Repeat("（一）公开的信息进行定期清理和评估，及时更新主动公开目录，确保信息内容真\n", 4),
		"a number at the break": "本局全面贯彻落实《中华人民共和国政府信息公开条例》，坚持主动公开政府信息1\n286条。\n",
	} {
		d, err := Read([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		if got, want := len(d.Blocks), strings.Count(text, "\n"); got != want {
			t.Errorf("%s: got %d paragraphs, want %d", name, got, want)
		}
	}
}

// Where a line ends with a sentence, nothing but the indents of paragraphs tells that it goes on; between digits nothing
// does.
func TestUnwrapDoubt(t *testing.T) {
	const line = "本局全面贯彻落实中华人民共和国政府信息公开条例的各项要求，坚持以公开为常态，认真"
	for text, want := range map[string]int{
		strings.Repeat(line+"\n", 4) + "做好工作。\n":                                                                   1,
		strings.Repeat(line+"\n", 4) + line[:len(line)-len("，认真")] + "工作。\n" + "另一句话。\n":                           2,
		"　　" + line[6:] + "\n" + strings.Repeat(line+"\n", 3) + line[:len(line)-len("，认真")] + "工作。\n" + "同一段的话。\n": 1,
		strings.Repeat(line+"\n", 4) + line[:len(line)-3] + "12\n" + "34件。\n":                                      2,
	} {
		d, err := Read([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		if got := len(d.Blocks); got != want {
			t.Errorf("got %d paragraphs, want %d, of\n%s", got, want, text)
		}
	}
}
