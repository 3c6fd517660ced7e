package desk

import (
	"net/http"
	"net/url"
	"path/filepath"
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/editing/scaffold"
	"gongkai/generator/register"
)

// start is the page on which a site is made or opened.
type start struct {
	Form    form
	Faults  []string
	Bodies  []scaffold.Body // as they were read, to be agreed to
	Kinds   []choice
	Levels  []choice
	Current string // the folder of the site that is open
}

// form is what was filled in.
type form struct {
	Many, Official                bool
	Site, URL, Folder, List       string
	Name, CreditCode, Kind, Level string
	Path                          string // of the folder to open
}

type choice struct {
	ID, Text string
	Chosen   bool
}

// exampleURL is written for the public address until it is known.
const exampleURL = "https://www.example.gov.cn/zwgk/"

// beginning shows the page.
func (x *visit) beginning(w http.ResponseWriter, _ *http.Request) {
	x.showStart(w, &start{Form: form{Folder: x.o.Folder, URL: exampleURL}}, nil)
}

func (x *visit) showStart(w http.ResponseWriter, s *start, err error) {
	s.Kinds, s.Levels = x.choices("kind", kindIDs, s.Form.Kind), x.choices("level", levelIDs, s.Form.Level)
	if x.site != nil {
		s.Current = filepath.ToSlash(x.site.Dir())
	}
	p := page{Title: x.word("start"), View: s, Fault: faultOf(err)}
	if s.Bodies != nil {
		p.Title = x.word("agree")
	}
	x.show(w, "start", p)
}

// kindIDs and levelIDs are those of the register, in the order in which they are offered.
var (
	kindIDs  = []string{"department", "government", "outpost", "vertical", "authorized", "public_service"}
	levelIDs = []string{"county", "city", "province", "state", "town"}
)

func (x *visit) choices(of string, ids []string, chosen string) (out []choice) {
	for _, id := range ids {
		out = append(out, choice{id, x.word(of + "." + id), id == chosen})
	}
	return out
}

// open opens the site in a folder.
func (x *visit) open(w http.ResponseWriter, r *http.Request) {
	s := &start{Form: form{Folder: x.o.Folder, URL: exampleURL, Path: strings.TrimSpace(r.PostFormValue("path"))}}
	if s.Form.Path == "" {
		x.showStart(w, s, fault("请写上文件夹", "name the folder"))
		return
	}
	if err := x.Open(unquoted(s.Form.Path)); err != nil {
		x.showStart(w, s, err)
		return
	}
	http.Redirect(w, r, Address, http.StatusSeeOther)
}

// unquoted is a path as it is meant: Explorer copies it with quotation marks.
func unquoted(path string) string { return strings.Trim(path, `"“”`) }

// create makes a site, of several bodies once they are agreed to.
func (x *visit) create(w http.ResponseWriter, r *http.Request) {
	text := func(name string) string { return strings.TrimSpace(r.PostFormValue(name)) }
	f := form{Many: text("many") == "yes", Official: text("official") == "yes", Site: text("site"), URL: text("url"), Folder: text("folder"), List: r.PostFormValue("list"),
		Name: text("name"), CreditCode: strings.ToUpper(text("credit_code")), Kind: text("kind"), Level: text("level")}
	s := &start{Form: f}
	o := scaffold.Office{Name: f.Site, URL: f.URL, English: x.o.Lang == "en", Official: f.Official}
	var faults []diag.Text
	if f.Many {
		o.Bodies, faults = read(f.List)
	} else {
		o.Bodies = []scaffold.Body{{Name: f.Name, CreditCode: f.CreditCode, Kind: f.Kind, Level: f.Level}}
		faults = settle(o.Bodies, nil)
	}
	for _, b := range append(faults, x.wrong(&f, &o)...) {
		s.Faults = append(s.Faults, b.In(x.o.Lang))
	}
	switch {
	case s.Faults != nil:
		x.showStart(w, s, fault("还不能新建，请改正下面的问题", "it cannot be made yet; mend what is listed below"))
	case text("change") != "":
		x.showStart(w, s, nil)
	case f.Many && text("agreed") == "":
		s.Bodies = o.Bodies
		x.showStart(w, s, nil)
	default:
		folder := unquoted(f.Folder)
		err := x.o.Create(folder, o)
		if err == nil {
			err = x.Open(folder)
		}
		if err != nil {
			x.showStart(w, s, err)
			return
		}
		http.Redirect(w, r, Address, http.StatusSeeOther)
	}
}

// wrong lists what is wrong with what was filled in, beside the list of bodies.
func (x *visit) wrong(f *form, o *scaffold.Office) (out []diag.Text) {
	if f.Site == "" {
		out = append(out, diag.Textf("没有写网站的名称", "the site has no name"))
	}
	if u, err := url.Parse(f.URL); err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
		out = append(out, diag.Textf("网站地址“%s”不对，请写成 %s", "%q is not an address; write it like %s", f.URL, exampleURL))
	}
	if f.Folder == "" {
		out = append(out, diag.Textf("没有写文件夹", "no folder is named"))
	} else if !filepath.IsAbs(unquoted(f.Folder)) {
		out = append(out, diag.Textf("文件夹“%s”不是完整的路径", "the folder %q is not a whole path", f.Folder))
	}
	switch {
	case f.Many && len(o.Bodies) == 0:
		out = append(out, diag.Textf("名单是空的", "the list is empty"))
	case !f.Many && f.Name == "":
		out = append(out, diag.Textf("没有写机关名称", "the agency has no name"))
	}
	if !f.Many && f.CreditCode != "" && !register.ValidCreditCode(f.CreditCode) {
		out = append(out, diag.Textf("统一社会信用代码“%s”校验不通过", "the credit code %q fails its check digit", f.CreditCode))
	}
	return out
}
