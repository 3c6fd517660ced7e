package cli

import (
	"bytes"
	_ "embed"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/template"
	"time"

	"github.com/spf13/cobra"

	"gongkai/generator"
	"gongkai/generator/diag"
	"gongkai/generator/editing/round"
	"gongkai/generator/prose/han"
	"gongkai/internal/jsontext"
	"gongkai/internal/singlepage"
)

// statusFormats are the forms that a status is printed in.
var statusFormats = []string{"text", "json", "xlsx", "html"}

func (a *app) statusCommand() *cobra.Command {
	var o generator.Options
	var format, date, family, file string
	var force bool
	c := &cobra.Command{
		Use:   a.text("status [年度]", "status [YEAR]"),
		Short: a.text("看各机关的报告到了哪一步", "see how far each body's report is"),
		Long: a.text(`列出这一年每个机关的报告：没有、草稿填了多少、有几个错误、可以公布、已公布、公布以后改过；期限还有几天，谁的汇总在等谁。最要紧的在前。
不写年度时是去年。是否公布过，看输出文件夹里上一次生成的网站。
退出状态：0 每个机关的报告都已公布或可以公布；1 还有没交的、没填完的或有错误的；2 无法完成。`,
			`List every body's report of a year: none, how much of a draft is filled in, how many errors, ready, published, changed since; the days left to the deadline, and whose total waits for whom. What presses most comes first.
Without a year it is last year. What is published is seen from the last site in the output folder.
Exit status: 0 every report is published or ready, 1 some are not there, not filled in or have errors, 2 the work could not be done.`),
		Example: "  gongkai status 2024\n  gongkai status 2024 --format xlsx",
		Args:    a.arguments(0, 1),
		RunE: func(c *cobra.Command, args []string) error {
			if !slices.Contains(statusFormats, format) {
				return &userError{diag.Textf("没有输出格式“%s”", "unknown format %q", format), suggest(format, statusFormats, diag.Textf("--format 可选 %s", "--format takes %s", diag.Listed(statusFormats)))}
			}
			day := time.Now()
			if date != "" {
				var err error
				if day, err = time.Parse(time.DateOnly, date); err != nil {
					return &userError{diag.Textf("“%s”不是日期", "%q is not a date", date), diag.Textf("请写成 2025-01-20", "write it like 2025-01-20")}
				}
			}
			year := day.Year() - 1
			if len(args) == 1 {
				var err error
				if year, err = yearOf(args[0]); err != nil {
					return err
				}
			}
			dir, err := a.siteDir()
			if err != nil {
				return err
			}
			o.Site, o.Version = dir, Version
			st, err := awaited(a, func(report reported) (*generator.Round, error) {
				o.Progress = report
				return generator.Status(c.Context(), o, family, year, day)
			})
			if err != nil {
				return draftFault(err, dir, generator.Draft{Family: family})
			}
			defer st.Close()
			if err := a.status(st, format, file, force); err != nil {
				return err
			}
			unread := st.Unread()
			p := &diag.Printer{W: a.err, Lang: a.lang, Colour: a.colour(a.err)}
			p.PrintAll(pointers(unread))
			if !st.Done() || len(unread) > 0 {
				return errContent
			}
			return nil
		},
	}
	a.textFlag(c, &format, "format", "text", a.text("输出格式：text、json、xlsx 或 html", "output format: text, json, xlsx or html"))
	c.Flags().StringVar(&file, "out", "", a.text("xlsx 或 html 写到这个文件（默认 status-年度.xlsx；html 默认打印）", "the file for xlsx or html (default: status-YEAR.xlsx; html is printed)"))
	c.Flags().BoolVar(&force, "force", false, a.text("覆盖已有的文件", "replace a file that is there"))
	c.Flags().StringVar(&date, "date", "", a.text("从哪一天算期限（默认今天）", "the day that deadlines are counted from (default: today)"))
	c.Flags().StringVar(&family, "family", "", a.text("哪一类报告（默认：年报 reports）", "the family of reports (default: reports)"))
	c.Flags().StringVar(&o.Out, "from", "", a.text("公布的网站所在的文件夹（默认：配置里的 output）", "folder of the published site (default: output of the configuration)"))
	return c
}

// status prints a status in a format.
func (a *app) status(st *generator.Round, format, file string, force bool) error {
	var b bytes.Buffer
	switch format {
	case "json":
		return a.statusJSON(st)
	case "xlsx":
		if err := st.Workbook(&b, a.lang); err != nil {
			return err
		}
		if file == "" {
			file = fmt.Sprintf("status-%d.xlsx", st.Year)
		}
	case "html":
		if err := a.statusHTML(&b, st); err != nil {
			return err
		}
	default:
		a.statusText(&b, st)
		file = ""
	}
	if file != "" {
		return a.deliver(file, b.Bytes(), force)
	}
	_, err := a.out.Write(b.Bytes())
	return err
}

// statusText prints a line for each body, in columns.
func (a *app) statusText(w io.Writer, st *generator.Round) {
	fmt.Fprintln(w, st.Summary().In(a.lang))
	var rows [][]string
	var widths []int
	for i := range st.Bodies {
		row := st.Bodies[i].Row(a.lang)
		row = slices.Delete(row, 4, 5) // the number of errors is in the state too
		for n, text := range row {
			if n == len(widths) {
				widths = append(widths, 0)
			}
			widths[n] = max(widths[n], han.Columns(text))
		}
		rows = append(rows, row)
	}
	for _, row := range rows {
		var line strings.Builder
		for n, text := range row {
			line.WriteString("  " + diag.Visible(text) + strings.Repeat(" ", widths[n]-han.Columns(text)))
		}
		fmt.Fprintln(w, strings.TrimRight(line.String(), " "))
	}
	if !st.Built {
		fmt.Fprintln(w, a.text("输出文件夹里还没有生成过网站，所以没有已公布的", "no site was built into the output folder yet, so nothing counts as published"))
	}
}

//go:embed status.html
var statusPage string

// statusHTML writes a page that needs no other file.
func (a *app) statusHTML(w io.Writer, st *generator.Round) error {
	t, err := singlepage.New(a.lang, statusPage, template.FuncMap{
		"row":   func(b *round.Body) []string { return b.Row(a.lang) },
		"heads": round.Heads,
		"in":    func(t diag.Text) string { return t.In(a.lang) },
	})
	if err != nil {
		return err
	}
	return t.Execute(w, st)
}

// bodyJSON is a body as --format json prints it.
type bodyJSON struct {
	Agency    string      `json:"agency"`
	Name      string      `json:"name"`
	Kind      string      `json:"kind,omitempty"`
	Level     string      `json:"level,omitempty"`
	State     round.State `json:"state"`
	File      string      `json:"file"`
	Draft     bool        `json:"draft"`
	Stays     bool        `json:"published_version_stays"`
	Filled    int         `json:"filled"`
	Cells     int         `json:"cells"`
	Errors    int         `json:"errors"`
	Warnings  int         `json:"warnings"`
	Messages  []string    `json:"messages"`
	Published string      `json:"published,omitempty"`
	Deadline  string      `json:"deadline,omitempty"`
	DaysLeft  *int        `json:"days_left,omitempty"`
	Late      bool        `json:"late"`
	WaitsFor  []string    `json:"waits_for"`
	Blocks    []string    `json:"blocks"`
}

// statusJSON prints a status as one object (docs/schema/status.schema.json).
func (a *app) statusJSON(st *generator.Round) error {
	out := struct {
		Family  string         `json:"family"`
		Year    int            `json:"year"`
		Date    string         `json:"date"`
		Bodies  []bodyJSON     `json:"bodies"`
		Summary map[string]int `json:"summary"`
	}{st.Family, st.Year, st.Day, []bodyJSON{}, map[string]int{"bodies": len(st.Bodies), "late": st.Late()}}
	for _, s := range round.States() {
		out.Summary[string(s)] = st.Count(s)
	}
	for i := range st.Bodies {
		b := &st.Bodies[i]
		x := bodyJSON{Agency: b.Agency.Slug, Name: b.Name, Kind: b.Agency.Kind, Level: b.Agency.Level, State: b.State, File: b.File, Stays: b.Stays,
			Filled: b.Have, Cells: b.Want, Errors: len(b.Errors), Warnings: b.Warnings, Messages: []string{}, Deadline: b.Deadline, Late: b.Late,
			WaitsFor: append([]string{}, b.WaitsFor...), Blocks: append([]string{}, b.Blocks...)}
		if b.Report != nil {
			x.Draft, x.Published = b.Report.Draft, b.Report.Published
		}
		if b.Deadline != "" {
			x.DaysLeft = &b.Days
		}
		for _, f := range b.Errors {
			x.Messages = append(x.Messages, f.Message.In(a.lang))
		}
		out.Bodies = append(out.Bodies, x)
	}
	return jsontext.Write(a.data, out)
}
