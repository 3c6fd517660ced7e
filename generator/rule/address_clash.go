package rule

import (
	"path"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"gongkai/generator/diag"
)

var addressClash = &Rule{
	ID: "address-clash", Severity: diag.Error,
	Title:   diag.Textf("两个网页或文件的地址冲突", "two pages or files want one address"),
	What:    diag.Textf("每个网页、附件和静态文件的地址各不相同，大小写和 Unicode 字形的差别不算；地址里没有 Windows 保留的名称（con、aux、nul、com1 等），也不以点或空格结尾。", "Every page, attachment and static file has an address of its own, letter case and Unicode form aside; no part of it is a name that Windows reserves, such as con, aux, nul or com1, or ends in a dot or a space."),
	Why:     diag.Textf("在 Windows 和不区分大小写的服务器上，两个文件会变成一个，后一个盖掉前一个；保留的名称根本建不了文件。", "On Windows, and on servers that are blind to case, the two become one file and one of them is lost; a file with a reserved name cannot be made at all."),
	Example: "policies/A.md\npolicies/a.md",
	direct:  "CheckAddresses",
}

// Address is where a page or a file is published.
type Address struct {
	Path   string // of its file in the output
	Source string // the file or folder that it is made from; "" where it is made from others
	Agency string // slug; "" for none
	Year   int    // of a report; 0 for none
	Page   bool   // or else a file
}

// CheckAddresses finds clashes, reserved names and hidden characters among the addresses
// of an agency, or of what belongs to none. Those of one agency never clash with those of another, whose
// folder has another name in lower-case letters.
func CheckAddresses(list []Address) []diag.Finding {
	c := clashes{list: list, at: make(map[string]int, len(list)), said: map[string]bool{}}
	for i := range list {
		c.name(&list[i])
		key := folded(list[i].Path)
		if j, ok := c.at[key]; ok {
			c.clash(&list[j], &list[i])
			continue
		}
		c.at[key] = i
	}
	if slices.ContainsFunc(list, func(a Address) bool { return !a.Page }) {
		c.folders()
	}
	return c.findings
}

type clashes struct {
	list     []Address
	at       map[string]int  // the first of a folded path
	said     map[string]bool // the folders and files whose name was reported
	findings []diag.Finding
}

func (c *clashes) add(a *Address, rule string, f diag.Finding) {
	f.Rule, f.File, f.Agency, f.Year = rule, a.Source, a.Agency, a.Year
	if f.Actual == "" {
		f.Actual = a.address()
	}
	c.findings = append(c.findings, f)
}

// address is what a reader sees of the path: a page's is its folder.
func (a *Address) address() string {
	if a.Page {
		return strings.TrimSuffix(a.Path, "index.html")
	}
	return a.Path
}

func (c *clashes) clash(a, b *Address) {
	if b.Source == "" {
		a, b = b, a
	}
	if b.Source == "" {
		return // made by us, both
	}
	rename := diag.Textf("请给其中一个改名", "rename one of them")
	from := a.address()
	if a.Source != "" {
		from = a.Source
	}
	f := diag.Finding{Hint: rename, Message: diag.Textf("网页地址 %s 与 %s 的只差大小写或字形", "the address %s differs from that of %s in letter case or Unicode form alone", b.address(), from)}
	if a.Path == b.Path {
		f.Message = diag.Textf("网页地址 %s 已被 %s 占用", "the address %s is already that of %s", b.address(), from)
	}
	c.add(b, addressClash.ID, f)
}

// folders finds files whose address is a folder of the site.
func (c *clashes) folders() {
	folders := map[string]*Address{}
	for i := range c.list {
		for dir := path.Dir(c.list[i].Path); dir != "."; dir = path.Dir(dir) {
			key := folded(dir)
			if folders[key] != nil {
				break
			}
			folders[key] = &c.list[i]
		}
	}
	for i := range c.list {
		a := &c.list[i]
		if in := folders[folded(a.Path)]; in != nil && !a.Page && a.Source != "" {
			c.add(a, addressClash.ID, diag.Finding{Hint: diag.Textf("请给文件改名", "rename the file"),
				Message: diag.Textf("文件的地址 %s 是一个文件夹，里面有 %s", "the file's address %s is a folder, which holds %s", a.Path, in.address())})
		}
	}
}

// name looks at each part of a path once.
func (c *clashes) name(a *Address) {
	if a.Source == "" {
		return
	}
	for at := 0; at < len(a.Path); {
		end := len(a.Path)
		if i := strings.IndexByte(a.Path[at:], '/'); i >= 0 {
			end = at + i
		}
		part := a.Path[at:end]
		if !c.said[a.Path[:end]] {
			what, bad := reserved(part)
			runs := hiddenIn([]byte(part))
			if c.said[a.Path[:end]] = bad || len(runs) > 0; bad {
				c.add(a, addressClash.ID, diag.Finding{Message: what, Hint: diag.Textf("请改名", "rename it")})
			}
			for _, h := range runs {
				c.add(a, hiddenCharacter.ID, h.inName())
			}
			for _, f := range personalName(part) {
				c.said[a.Path[:end]] = true
				c.add(a, personalData.ID, f)
			}
		}
		at = end + 1
	}
}

// devices are names that Windows keeps for itself, whatever is after a dot.
var devices = []string{"con", "prn", "aux", "nul", "conin$", "conout$"}

// reserved reports whether a name stands for something else on Windows, and why. Characters that Windows does not
// allow in names are not a clash: nothing takes the place of anything.
func reserved(name string) (why diag.Text, bad bool) {
	if name == "" {
		return why, false
	}
	base, _, _ := strings.Cut(name, ".")
	base = strings.ToLower(strings.TrimRight(base, " "))
	port := base
	for _, p := range []string{"com", "lpt"} {
		if rest, ok := strings.CutPrefix(base, p); ok && len([]rune(rest)) == 1 && strings.Contains("0123456789¹²³", rest) {
			port = ""
		}
	}
	last := name[len(name)-1]
	switch {
	case slices.Contains(devices, base) || port == "" && base != "":
		return diag.Textf("“%s”是 Windows 保留的名称", "%q is a name that Windows reserves", name), true
	case last == '.' || last == ' ':
		return diag.Textf("“%s”以点或空格结尾，Windows 会去掉", "%q ends in a dot or a space, which Windows drops", name), true
	}
	return why, false
}

// folded is a path as file systems see it that are blind to letter case and to the form in which a
// character is composed.
func folded(s string) string {
	if strings.IndexFunc(s, func(r rune) bool { return r >= 0x80 || r >= 'A' && r <= 'Z' }) < 0 {
		return s
	}
	return strings.Map(func(r rune) rune {
		least := r
		for f := unicode.SimpleFold(r); f != r; f = unicode.SimpleFold(f) {
			least = min(least, f)
		}
		if least >= 'A' && least <= 'Z' {
			least += 'a' - 'A'
		}
		return least
	}, norm.NFC.String(s))
}
