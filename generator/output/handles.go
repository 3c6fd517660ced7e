package output

import (
	"os"
	"path"
	"slices"
	"sync"
)

// handles keeps folders of a tree open while files are written into them. By its path alone each file costs the opening of all
// folders above it, half of the system calls of a build.
type handles struct {
	mu     sync.Mutex
	opened map[string]*handle
	order  []*handle // the one that was not used for longest first
}

// handle is an open folder.
type handle struct {
	path  string
	root  *os.Root
	users int
}

// manyFolders is how many stay open: those that are written into at one time with the ones above them, and far fewer than a
// process may open.
const manyFolders = 12

// take returns a folder of the tree, opened by open where it is not open yet. It stays open until put is called, and longer.
func (h *handles) take(tree *os.Root, dir string, open func(above *os.Root, dir string) (*os.Root, error)) (*handle, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.find(tree, dir, open)
}

func (h *handles) find(tree *os.Root, dir string, open func(*os.Root, string) (*os.Root, error)) (*handle, error) {
	if dir == "." {
		return &handle{path: dir, root: tree}, nil // whoever opened it closes it
	}
	if x := h.opened[dir]; x != nil {
		x.users++
		i := slices.Index(h.order, x)
		h.order = append(slices.Delete(h.order, i, i+1), x)
		return x, nil
	}
	above, err := h.find(tree, path.Dir(dir), open)
	if err != nil {
		return nil, err
	}
	x := &handle{path: dir, users: 1}
	x.root, err = open(above.root, dir)
	above.users--
	if err != nil {
		return nil, err
	}
	if h.opened == nil {
		h.opened = map[string]*handle{}
	}
	h.opened[dir] = x
	h.order = append(h.order, x)
	for i := 0; i < len(h.order) && len(h.order) > manyFolders; {
		old := h.order[i]
		if old.users > 0 {
			i++
			continue
		}
		h.order = slices.Delete(h.order, i, i+1)
		delete(h.opened, old.path)
		old.root.Close()
	}
	return x, nil
}

// within does something in a folder of a tree.
func (t target) within(sys system, h *handles, tree *os.Root, dir string, do func(*os.Root) error) error {
	x, err := h.take(tree, dir, func(above *os.Root, dir string) (root *os.Root, err error) {
		err = sys.do("open", t.in(dir), func() error {
			root, err = above.OpenRoot(path.Base(dir))
			return err
		})
		return root, err
	})
	if err != nil {
		return err
	}
	defer h.put(x)
	return do(x.root)
}

// open opens a folder of a tree from the one above it.
func (t target) open(sys system, h *handles, tree *os.Root, dir string) (f *os.File, err error) {
	err = t.within(sys, h, tree, path.Dir(dir), func(above *os.Root) error {
		f, err = sys.open(above, path.Base(dir), t.in(dir))
		return err
	})
	return f, err
}

// openOld opens a folder of the published site, openNew one of the new site.
func (d *Disk) openOld(dir string) (*os.File, error) {
	return d.target.open(d.sys, &d.kept, d.old, dir)
}

func (d *Disk) openNew(dir string) (*os.File, error) {
	return d.target.open(d.sys, &d.stage.handles, d.stage.tree, dir)
}

// put says that a folder is not written into for now.
func (h *handles) put(x *handle) {
	h.mu.Lock()
	defer h.mu.Unlock()
	x.users--
}

// close closes all folders but the tree itself.
func (h *handles) close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, x := range h.order {
		x.root.Close()
	}
	h.opened, h.order = nil, nil
}
