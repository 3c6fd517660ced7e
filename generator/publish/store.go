package publish

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// Folder is where a target keeps what is not part of the site: the lock, the record of what
// was sent, files on their way.
const Folder = ".gongkai"

// Store is a target. Names are relative to the target, with slashes; they are those of the
// site's files or lie in [Folder]. Its methods may be called from several goroutines. Errors
// for the user are of type [Error]; fs.ErrNotExist and fs.ErrExist are found with errors.Is.
type Store interface {
	// List says what is there under the site's names: the files of the given folders ("."
	// is the target itself), without those in [Folder]. It may say more.
	List(ctx context.Context, folders []string) (map[string]Stat, error)
	// Read opens a file; fs.ErrNotExist.
	Read(ctx context.Context, name string) (*Content, error)
	// Send brings the content of f to the target, under its own name or one where no reader
	// sees it. What an earlier, interrupted call brought is not sent again.
	Send(ctx context.Context, f *File) (Sent, error)
	// Place gives what was sent its own name, in one step as far as the target can.
	Place(ctx context.Context, f *File, s Sent) error
	// Sync returns when all that was placed would outlive a power cut, as far as can be known.
	Sync(ctx context.Context) error
	// Create writes a small file that must not be there yet; fs.ErrExist.
	Create(ctx context.Context, name string, data []byte) error
	// Write writes a small file, whether or not it is there, at once.
	Write(ctx context.Context, name string, data []byte) error
	// Remove deletes a file, and folders that it leaves empty. That there is none is not an error.
	Remove(ctx context.Context, name string) error
	// Tidy deletes what interrupted runs sent and nobody needs any more.
	Tidy(ctx context.Context) error
	// Traits says what the store can hold.
	Traits() Traits
	Close() error
}

// Stat is what a listing says of a file.
type Stat struct {
	Size int64
	Mark string // changes when the file does: an ETag, a time; never empty
}

// Content is a file at the target.
type Content struct {
	io.ReadCloser
	Mark  string // as in Stat
	Heads string // as [File.Heads], where Traits.Heads; else ""
}

// Sent is the result of [Store.Send].
type Sent struct {
	Name  string // where it was sent to
	Bytes int64  // how many bytes went out
}

// Traits are what a store can hold.
type Traits struct {
	Name  int  // bytes that a name between two slashes may have; 0 for any
	Path  int  // bytes that the whole path may have; 0 for any
	Heads bool // it keeps the headers of a file
	Stage bool // what is sent is seen by no reader before Place
}

// File is a file of the site.
type File struct {
	Path   string
	Size   int64  // bytes
	SHA256 string // hexadecimal
	Type   string // its Content-Type
	Cache  string // its Cache-Control

	folder string
}

// Open returns its content.
func (f *File) Open() (*os.File, error) {
	return os.Open(filepath.Join(f.folder, filepath.FromSlash(f.Path)))
}

// Heads are the headers with which it is to be served, as one text.
func (f *File) Heads() string { return Heads(f.Type, f.Cache) }

// Heads joins a Content-Type and a Cache-Control to compare them.
func Heads(contentType, cache string) string { return contentType + "\n" + cache }

// within says whether p is folder or lies in it.
func within(p, folder string) bool { return p == folder || strings.HasPrefix(p, folder+"/") }

func hasControl(p string) bool {
	return strings.ContainsFunc(p, func(r rune) bool { return r < ' ' || r == 0x7f }) || strings.Contains(p, `\`)
}
