package generator

import (
	"fmt"
	"slices"
	"sync"

	"gongkai/generator/output"
	"gongkai/generator/render/html"
	"gongkai/generator/render/xlsx"
	"gongkai/generator/site"
)

// rendering makes the files of a prepared site: all of them for a build, or one when it
// is asked for. It is safe for concurrent use.
type rendering struct {
	*prepared
	options Options
	pages   *html.Renderer
	enc     *encoder
	others  func() ([]output.File, error) // what listOthers lists, made once
}

func (p *prepared) rendering(o Options) (*rendering, error) {
	theme, err := p.theme.parsed()
	if err != nil {
		return nil, err
	}
	r, err := theme.Renderer(p.config, p.site, "gongkai "+o.Version)
	if err != nil {
		return nil, err
	}
	words := xlsx.Words{Label: theme.Label, Language: p.config.Language, Official: p.config.Official}
	x := &rendering{prepared: p, options: o, pages: r, enc: &encoder{words, &p.theme.books}}
	x.others = sync.OnceValues(x.listOthers)
	return x, nil
}

// page makes a page and the data beside it. That of the datasets is not made here: it
// tells the sizes of files that are made last.
func (x *rendering) page(page *site.Page) (markup []byte, beside []output.File, err error) {
	data := slices.Clone(page.Data)
	for i, d := range data {
		f, err := x.data(page, d)
		if err != nil {
			return nil, nil, err
		}
		data[i].Size = int64(len(f.Data))
		beside = append(beside, f)
	}
	if markup, err = x.pages.Page(page, x.waived(page), data); err != nil {
		return nil, nil, fmt.Errorf("render %s: %w", page.Path, err)
	}
	return markup, beside, nil
}

// data makes a report's figures in one of the formats for machines.
func (x *rendering) data(page *site.Page, d site.Data) (output.File, error) {
	content, err := x.enc.append(nil, d.Format, page, x.waived(page))
	return output.File{Path: d.Path, Data: content, Source: page.Source}, err
}
