package audit

import (
	"cmp"
	"path"
	"slices"
	"strings"
	"sync"

	"gongkai/generator/audit/markup"
	"gongkai/generator/diag"
	"gongkai/generator/output"
)

// Links learns the files of a site and where its pages point, and then knows
// which links lead nowhere. It is safe for concurrent use.
//
// It is made for many pages of few kinds: what pages share (targets, the set of
// ids that every report of one form has) is kept once.
type Links struct {
	base string
	pool pool

	mu      sync.Mutex
	files   map[string]*idSet     // every file → the ids in it, nil for other files than pages
	sets    map[string]*idSet     // by the list of ids
	targets map[Place]*[]pageLine // the links to each place; no key is part of a page
	broken  []Fault               // wrong whatever the site holds
}

// idSet is the ids of one or more pages, each ended by a NUL.
type idSet struct {
	list string
	read func() (list string, err error) // where they are not known yet, of a page that is kept
}

func (s *idSet) has(id string) bool {
	return strings.HasPrefix(s.list, id+"\x00") || strings.Contains(s.list, "\x00"+id+"\x00")
}

type pageLine struct {
	page string
	line int
}

// link is one link of a page: as written, and the place of its tag.
type link struct {
	target string
	offset int
}

// NewLinks returns a Links for a site whose public address has the path base;
// links that start with a slash are held against it.
func NewLinks(base string) *Links {
	return &Links{
		base:  strings.TrimSuffix(base, "/") + "/",
		files: map[string]*idSet{}, sets: map[string]*idSet{}, targets: map[Place]*[]pageLine{},
	}
}

// Add learns of one file of the site. For a page it returns the page's own
// faults, as Page does, from the same pass.
func (l *Links) Add(f output.File) []Fault {
	if !isHTML(f.Path) || f.Open != nil { // a file that is published unchanged is not a page of ours
		l.mu.Lock()
		defer l.mu.Unlock()
		l.files[f.Path] = nil // what its fragments mean is not known
		return nil
	}
	s := l.pool.get()
	defer l.pool.put(s)
	s.run(f, l.collect)
	return s.faults
}

// collect takes over what the scan found. Links into the page itself are
// settled here; most of the rest is known from earlier pages.
func (l *Links) collect(s *scan) {
	l.mu.Lock()
	defer l.mu.Unlock()
	set := l.sets[string(s.idList)]
	if set == nil {
		set = &idSet{list: string(s.idList)}
		l.sets[set.list] = set
	}
	l.files[s.path] = set
	line, at := 1, 0
	for _, k := range s.links {
		line, at = line+s.Lines(at, k.offset), k.offset
		target, fault := resolve(l.base, s.path, k.target)
		switch {
		case fault != nil:
			l.broken = append(l.broken, Fault{RuleLink, s.path, *fault, line})
		case target == Place{}:
		default:
			if target.File == s.path && (target.ID == "" || s.hasID(target.ID)) {
				continue
			}
			refs := l.targets[target]
			if refs == nil { // to set a key that is there would replace its strings by those of the page
				refs = new([]pageLine)
				l.targets[Place{strings.Clone(target.File), strings.Clone(target.ID)}] = refs
			}
			*refs = append(*refs, pageLine{s.path, line})
		}
	}
}

func (s *scan) hasID(id string) bool { _, ok := s.ids[id]; return ok }

// Check returns the links that lead nowhere, by page and line. It is to be
// called when all files are added.
func (l *Links) Check() []Fault {
	l.mu.Lock()
	defer l.mu.Unlock()
	faults := slices.Clone(l.broken)
	for target, refs := range l.targets {
		text, ok := l.check(target)
		if ok {
			continue
		}
		for _, r := range *refs {
			faults = append(faults, Fault{RuleLink, r.page, text, r.line})
		}
	}
	slices.SortFunc(faults, func(a, b Fault) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Message.EN, b.Message.EN))
	})
	return faults
}

func (l *Links) check(target Place) (diag.Text, bool) {
	file, id := target.File, target.ID
	set, ok := l.files[file]
	if !ok {
		index := path.Join(file, "index.html")
		if _, ok := l.files[index]; ok {
			return diag.Textf("链接指向文件夹“%s”，应写明文件 %s", "the link leads to the folder %q and should name the file %s", file, index), false
		}
		return diag.Textf("链接指向的文件不存在：%s", "the link leads to a file that does not exist: %s", file), false
	}
	if id != "" && set != nil && !set.has(id) {
		return diag.Textf("链接指向的位置不存在：%s 中没有“%s”", "the link leads to a place that does not exist: %s has no %q", file, id), false
	}
	return diag.Text{}, true
}

// link notes what an attribute points to.
func (s *scan) link(a markup.Attribute) {
	if a.Name == "data" && s.Name != "object" {
		return
	}
	if a.Name != "srcset" {
		s.links = append(s.links, link{a.Value, s.Offset})
		return
	}
	for candidate := range strings.SplitSeq(a.Value, ",") {
		if fields := strings.Fields(candidate); len(fields) > 0 {
			s.links = append(s.links, link{fields[0], s.Offset})
		}
	}
}
