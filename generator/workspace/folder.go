package workspace

import (
	"errors"
	"io/fs"
	"os"

	"gongkai/generator/content"
)

// siteFiles are a site's files on disk.
type siteFiles struct {
	rootFS
	root *os.Root
}

// rootFS is what the files of an os.Root can do.
type rootFS interface {
	fs.ReadDirFS
	fs.ReadFileFS
	fs.StatFS
	fs.ReadLinkFS
}

func filesOf(root *os.Root) siteFiles { return siteFiles{root.FS().(rootFS), root} }

// OpenFolder implements content.FolderOpener.
func (s siteFiles) OpenFolder(name string) (content.Folder, error) {
	root, err := s.root.OpenRoot(name)
	if err != nil {
		return nil, err
	}
	return siteFolder{root}, nil
}

type siteFolder struct{ *os.Root }

// Open implements fs.FS.
func (s siteFolder) Open(name string) (fs.File, error) { return s.FS().Open(name) }

// OpenFolder implements content.FolderOpener. That a folder cannot be opened is not noted, since its files are then
// opened from the top.
func (n noting) OpenFolder(name string) (content.Folder, error) {
	opener, ok := n.files.(content.FolderOpener)
	if !ok {
		return nil, errors.ErrUnsupported
	}
	folder, err := opener.OpenFolder(name)
	if err != nil {
		return nil, err
	}
	return notingFolder{folder, n.Unread}, nil
}

// notingFolder is an open folder of whose files is noted what cannot be read.
type notingFolder struct {
	content.Folder
	*Unread
}

// Open implements fs.FS; what cannot be opened here is opened from the top, and noted then.
func (n notingFolder) Open(name string) (fs.File, error) {
	f, err := n.Folder.Open(name)
	if err != nil {
		return nil, err
	}
	return notingFile{f, n.Unread}, nil
}
