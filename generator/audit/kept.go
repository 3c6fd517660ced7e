package audit

import (
	"fmt"
	"slices"
	"strings"

	"gongkai/generator/output"
)

// Keep adds a file that is published already and stays as it is. The build that made it has audited it, and where its links lead the caller
// gives to Holds. read reads the published file; it is called only if another page links to an id in it.
func (l *Links) Keep(path string, read func(path string) ([]byte, error)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.files[path] = nil
	if isHTML(path) {
		l.files[path] = &idSet{read: func() (string, error) { return l.idsOf(path, read) }}
	}
}

// idsOf lists the ids of a page that is published already.
func (l *Links) idsOf(path string, read func(path string) ([]byte, error)) (ids string, err error) {
	data, err := read(path)
	if err != nil {
		return "", fmt.Errorf("audit: %s: %w", path, err)
	}
	s := l.pool.get()
	defer l.pool.put(s)
	s.run(output.File{Path: path, Data: data}, func(s *scan) { ids = string(s.idList) })
	return ids, nil
}

// Learn reads the ids of the pages that were kept and that others link to. It is to be called before Check.
func (l *Links) Learn() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	for target := range l.targets {
		if set := l.files[target.File]; target.ID != "" && set != nil && set.read != nil {
			list, err := set.read()
			if err != nil {
				return err
			}
			l.files[target.File] = &idSet{list: list}
		}
	}
	return nil
}

// Holds reports whether the places that links of kept pages lead to are all still there. An id in a page that is itself kept
// counts as there.
func (l *Links) Holds(places []Place) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return !slices.ContainsFunc(places, func(p Place) bool {
		if set := l.files[p.File]; set != nil && set.read != nil {
			return false
		}
		_, ok := l.check(p)
		return !ok
	})
}

// Leading lists, for each folder at the top of the site by its name, the places outside it that links of its pages lead to and that are there, each once.
func (l *Links) Leading() map[string][]Place {
	l.mu.Lock()
	defer l.mu.Unlock()
	out := map[string][]Place{}
	for target, refs := range l.targets {
		if _, ok := l.check(target); !ok {
			continue // a dead link that is waived stays so
		}
		last := ""
		seen := map[string]bool{}
		for _, r := range *refs {
			folder, _, inside := strings.Cut(r.page, "/")
			if !inside || folder == last || seen[folder] || strings.HasPrefix(target.File, folder+"/") {
				continue
			}
			last, seen[folder] = folder, true
			out[folder] = append(out[folder], target)
		}
	}
	return out
}
