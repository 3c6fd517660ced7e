package html

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html/template"
	"io/fs"
	"reflect"
	"strings"

	"gongkai/generator/render/table"
	"gongkai/generator/site"
)

// componentsPage is the template of the page that shows a theme's partials.
const componentsPage = "examples/index.html"

// ComponentsView is what the template of the page that shows a theme's partials sees.
type ComponentsView struct {
	Language   string
	Main       string // id of the main content
	Head       template.HTML
	Components []Component
}

// Component is a partial of the theme with its examples.
type Component struct {
	Partial  string
	Sees     string // the type of what the partial sees
	Examples []Example
}

// Example is a partial as it prints one example.
type Example struct {
	Name string
	HTML template.HTML
}

// partialViews are the partials of a theme in the order in which they are shown, with
// what each sees. Those of a table's rows and of the head of a page show nothing alone.
func partialViews() []struct {
	name string
	view any
} {
	return []struct {
		name string
		view any
	}{
		{"header", Frame{}}, {"breadcrumbs", View{}}, {"details", View{}}, {"link", Link{}}, {"entries", []Entry{}}, {"agencies", []AgencyGroup{}}, {"badge", Badge{}}, {"request", Request{}}, {"related", []Link{}}, {"pager", Pager{}}, {"contents", View{}}, {"key-figures", []KeyFigure{}}, {"actions", View{}}, {"node", Node{}}, {"documents", []OverviewRow{}},
		{"digest", table.FigureList{}}, {"table", table.View{}}, {"area", Area{}}, {"notes", []Note{}}, {"citation", View{}}, {"attachments", View{}},
		{"figure", FigureHead{}}, {"figures", Figures{}}, {"chart", Chart{}}, {"absent", Year{}}, {"ratios", []Detail{}}, {"cells", FormPart{}}, {"footer", Frame{}},
	}
}

// Components is a page that shows the theme's partials, each with its examples
// from examples/<partial>.json, and the statutory tables with the figures of the
// site's newest report. It lies where the home page lies.
func (r *Renderer) Components() ([]byte, error) {
	page := template.New(componentsPage).Funcs(template.FuncMap{"t": r.labels.text})
	if err := parse(page, r.files, componentsPage, r.labels); err != nil {
		return nil, err
	}
	f, err := r.frameOf(r.site.Home)
	if err != nil {
		return nil, err
	}
	v := &ComponentsView{Language: r.config.Language, Main: mainID, Head: template.HTML(f.head)}
	for _, p := range partialViews() {
		c := Component{Partial: "partials/" + p.name + ".html", Sees: strings.TrimPrefix(strings.TrimPrefix(fmt.Sprintf("%T", p.view), "[]"), "*")}
		switch p.view.(type) {
		case table.View, table.FigureList:
			c.Examples, err = r.tableExamples(p.name == "digest")
		default:
			c.Examples, err = r.examples(p.name, p.view)
		}
		if err != nil {
			return nil, err
		}
		v.Components = append(v.Components, c)
	}
	var out bytes.Buffer
	if err := page.Execute(&out, v); err != nil {
		return nil, fmt.Errorf("theme: %w", err)
	}
	return r.fragment(out.Bytes())
}

// examples runs a partial with each of its examples, which fill a view of the type
// that it sees and nothing else.
func (r *Renderer) examples(name string, view any) ([]Example, error) {
	file := "examples/" + name + ".json"
	data, err := fs.ReadFile(r.files, file)
	if err != nil {
		return nil, fmt.Errorf("theme: %w", err)
	}
	var raw []struct {
		Name string          `json:"name"`
		Data json.RawMessage `json:"data"`
	}
	if err := strictly(data, &raw); err != nil {
		return nil, fmt.Errorf("theme: %s: %w", file, err)
	}
	var out []Example
	for _, x := range raw {
		v := reflect.New(reflect.TypeOf(view))
		if err := strictly(x.Data, v.Interface()); err != nil {
			return nil, fmt.Errorf("theme: %s: %s: %w", file, x.Name, err)
		}
		var shown any = v.Interface()
		if v.Elem().Kind() == reflect.Slice {
			shown = v.Elem().Interface()
		}
		html, err := r.executePartial("partials/"+name+".html", shown)
		if err != nil {
			return nil, fmt.Errorf("%s: %s: %w", file, x.Name, err)
		}
		if name == "node" {
			html = append(append([]byte(`<ul class="tree">`), html...), "</ul>"...)
		}
		out = append(out, Example{x.Name, template.HTML(html)})
	}
	return out, nil
}

func strictly(data []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	return d.Decode(into)
}

// tableExamples are the tables of the newest report, or the lists before them.
func (r *Renderer) tableExamples(lists bool) ([]Example, error) {
	var newest *site.Page
	for _, p := range r.site.ReportPages() {
		if newest == nil || p.Year > newest.Year {
			newest = p
		}
	}
	if newest == nil {
		return nil, nil
	}
	set, err := r.tablesOf(newest)
	if err != nil {
		return nil, err
	}
	var out []Example
	for _, t := range newest.Report.Form.Tables {
		html := set.Append(nil, t.ID, newest.Report.Values, nil)
		if lists {
			html = set.AppendDigest(nil, t.ID, newest.Report.Values)
		}
		if len(html) > 0 {
			out = append(out, Example{t.Caption, template.HTML(html)})
		}
	}
	return out, nil
}
