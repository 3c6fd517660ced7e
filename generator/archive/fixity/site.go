package fixity

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/emmansun/gmsm/sm3"

	"gongkai/generator/archive/fixity/figures"
	"gongkai/generator/archive/fixity/signature"
	"gongkai/generator/archive/fixity/tree"
	"gongkai/internal/parallel"
)

// mostKept is how large a report's page, or a file beside it, may be to be compared.
const mostKept = 64 << 20

// site verifies a published site: its files against the manifest, then its figures, those in other
// files of the package too.
func (v *verification) site(t *tree.Tree, prefix string, others ...*tree.File) error {
	m, err := v.manifest(t, prefix)
	if err != nil || m == nil {
		return err
	}
	if err := v.signedIn(t, manifestName, prefix, v.Kind == "site" && !v.OneFile); err != nil {
		return err
	}
	s := &site{verification: v, tree: t, prefix: prefix, manifest: m, figures: figures.New(prefix), others: others}
	units := s.units()
	err = parallel.Try(v.ctx, 0, len(units), func(i int) error { return s.unit(units[i]) }, nil)
	if err != nil {
		return err
	}
	for _, f := range t.Files {
		if m.entries[f.Path] == nil && !besideManifest[f.Path] {
			v.note(Extra, prefix+f.Path, "清单里没有这个文件", "the manifest does not list it")
		}
	}
	return s.data()
}

// besideManifest are files of a site's folder that its manifest does not list. The last is what
// publishing to the folder keeps there.
var besideManifest = map[string]bool{manifestName: true, manifestName + signature.Extension: true, ".gitignore": true, ".gongkai/record.json.gz": true}

type site struct {
	*verification
	tree     *tree.Tree
	prefix   string
	manifest *manifest
	figures  *figures.Set
	others   []*tree.File // of the package, with figures of all reports
}

// reportFolder is an agency's folder of a family and a year.
var reportFolder = regexp.MustCompile(`^[^/]+/[^/]+/[0-9]{4}$`)

// unit is files that are looked at together: those of a report, or one alone.
type unit struct {
	report string // folder; "" for no report
	files  []*entry
}

func (s *site) units() []unit {
	reports := map[string]int{}
	var out []unit
	for i := range s.manifest.Files {
		e := &s.manifest.Files[i]
		dir, base := path.Split(e.Path)
		dir = strings.TrimSuffix(dir, "/")
		if !reportFolder.MatchString(dir) || !slices.Contains([]string{"index.html", "report.json", "report.csv", "report.xlsx"}, base) {
			out = append(out, unit{"", []*entry{e}})
			continue
		}
		n, known := reports[dir]
		if !known {
			n = len(out)
			reports[dir] = n
			out = append(out, unit{report: dir})
		}
		out[n].files = append(out[n].files, e)
	}
	return out
}

func (s *site) unit(u unit) error {
	if u.report == "" {
		_, err := s.check(u.files[0], false)
		return err
	}
	f := figures.Folder{Path: u.report}
	for _, e := range u.files {
		data, err := s.check(e, true)
		if err != nil {
			return err
		}
		switch path.Base(e.Path) {
		case "index.html":
			f.Page = data
		case "report.json":
			f.JSON = data
		case "report.csv":
			f.CSV = data
		case "report.xlsx":
			f.XLSX = data
		}
	}
	s.figures.Add(f)
	return nil
}

// check holds a file against its entry of the manifest, and keeps its content where that is
// asked for and it is not too large.
func (s *site) check(e *entry, keep bool) ([]byte, error) {
	shown := s.prefix + e.Path
	f := s.tree.File(e.Path)
	if f == nil {
		s.note(Missing, shown, "清单里有，实际没有", "the manifest lists it, and it is not there")
		return nil, nil
	}
	s.counted(1, f.Size)
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	sums := []hash.Hash{sha256.New()}
	if e.SM3 != "" {
		sums = append(sums, sm3.New())
	}
	var to []io.Writer
	for _, h := range sums {
		to = append(to, h)
	}
	kept := &kept{most: mostKept}
	if keep {
		to = append(to, kept)
	}
	n, err := io.Copy(io.MultiWriter(to...), r)
	var damage *tree.Fault
	if errors.As(err, &damage) {
		s.add(Finding{Kind: Package, File: shown, Message: damage.Text})
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if keep && kept.full {
		s.note(Data, shown, "超过 %d 字节，没有比较其中的数字", "it has more than %d bytes; its figures were not compared", mostKept)
	}
	switch sum := hex.EncodeToString(sums[0].Sum(nil)); {
	case n != e.Size:
		s.note(Changed, shown, "有 %d 字节，清单写的是 %d", "it has %d bytes, the manifest says %d", n, e.Size)
	case sum != e.SHA256:
		s.note(Changed, shown, "与清单的 SHA-256 不同：实际 %s，清单 %s", "its SHA-256 is %s, the manifest says %s", sum, e.SHA256)
	case e.SM3 != "" && hex.EncodeToString(sums[1].Sum(nil)) != e.SM3:
		s.note(Changed, shown, "与清单的 SM3 不同：实际 %x，清单 %s", "its SM3 is %x, the manifest says %s", sums[1].Sum(nil), e.SM3)
	}
	return kept.data, nil
}

// kept keeps what is written to it, up to a size.
type kept struct {
	data []byte
	most int
	full bool
}

func (k *kept) Write(p []byte) (int, error) {
	if k.full = k.full || len(k.data)+len(p) > k.most; k.full {
		k.data = nil
		return len(p), nil
	}
	k.data = append(k.data, p...)
	return len(p), nil
}

// data compares the files over all reports with the reports, and reports what differs.
func (s *site) data() error {
	var files []*tree.File
	shown := map[*tree.File]string{}
	for _, f := range s.others {
		files = append(files, f)
		shown[f] = f.Path
	}
	for _, e := range s.manifest.Files {
		f := s.tree.File(e.Path)
		if f != nil && path.Dir(e.Path) == "data" && figures.Comparable(e.Path) {
			files = append(files, f)
			shown[f] = s.prefix + f.Path
		}
	}
	if f := s.tree.File("data/cells.csv"); f != nil {
		if err := s.figures.Codebook(f, s.prefix+f.Path); err != nil {
			return err
		}
	}
	err := parallel.Try(s.ctx, 0, len(files), func(i int) error { return s.figures.Compare(files[i], shown[files[i]]) }, nil)
	if err != nil {
		return err
	}
	differences, faults := s.figures.Results()
	for _, d := range differences {
		f := Finding{Kind: Figure, File: d.File, Agency: d.Agency, Year: d.Year, Cell: d.Cell, Values: d.Values}
		f.Message = wording(d)
		s.add(f)
	}
	for _, f := range faults {
		s.add(Finding{Kind: Data, File: f.File, Message: f.Text})
	}
	reports, count := s.figures.Counts()
	s.mu.Lock()
	s.Reports, s.Figures = s.Reports+reports, s.Figures+count
	s.mu.Unlock()
	return s.copies()
}
