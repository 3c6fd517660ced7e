// Package cache remembers on disk what the last build was made from and what it made, so that a build of
// a site in which nothing has changed ends at once, and one of a site in which little has keeps the rest.
//
// The file .gongkai/cache/build in the site's folder is a Record. It is right as long as three things are as they
// were: the program with the options that what it makes depends on, every file of the site, and every file that the
// build published. Then a build would find what the record says was found, and write nothing.
//
// The file .gongkai/cache/parts beside it holds, for each agency, what the rules found and looked up, its reports in few bytes, which files were made,
// and a sum of what its pages show of the rest of the site. It belongs to one record, which it names by all that this says of contents. Where only files in agencies'
// folders have changed, a Reusable is what is still valid for the others.
//
// A check remembers as a build does, in files of its own (Work), and of a site with errors too.
//
// # When a file is unchanged
//
// The SHA-256 of its content decides. A Stamp (size, times, number of the file) is trusted instead only where a later
// change would show in it, which is git's rule for its index: a file may change twice in one step of the
// clock, so a stamp is settled only if it was taken more than that step after the file's times. The time of the inode (ctime),
// which no program sets, is in the stamp where the system has it, so that a file that was put back with its
// old time shows. Whatever has no settled stamp, or another one, is read: touched or copied, it is still the same file, and the
// record gets its new stamp.
//
// # What can go wrong with it
//
// It is written when a build has published its site, while the output folder is still locked, and never if a file changed
// while the build ran. The file is put together beside its place and renamed. It begins with a checksum of the rest: one that is
// damaged, cut short, of another version or of another program is as if it were not there. That it cannot be read or
// written is not an error. Personal numbers are not written: a site that has some has no record.
package cache

import (
	"crypto/sha256"
	"errors"
	"os"

	"gongkai/generator/diag"
	"gongkai/internal/removal"
)

// top is a folder in the site's.
const top = ".gongkai/cache"

// Work is what is remembered of. Each has files of its own in top.
type Work struct{ record, parts string }

// The kinds of work.
var (
	Build = Work{top + "/build", top + "/parts"}
	Check = Work{top + "/check", top + "/check-parts"} // it publishes nothing: its records have no outputs
)

// unfinished is what a file is called while it is written. Two checks may write it at once, since no folder is locked; what comes of it then has
// another checksum than it says.
func unfinished(name string) string { return name + ".new" }

// Sum is the SHA-256 of a file's content.
type Sum [sha256.Size]byte

// Record is what a build was made from and what it made.
type Record struct {
	Program File   // the executable
	Options Sum    // what else the result depends on
	Inputs  []File // of the site, by path
	Outputs []File // of the output folder, by path; folders too
	Found   Found
}

// Found is what the build found in the site.
type Found struct {
	Findings []diag.Finding
	Summary  diag.Summary
	Reports  []string // their files
	Drafts   []string
	Public   []string // telephone numbers that are not masked
	Files    int      // how many were published
}

// load reads the record of a site; nil where there is none that this version wrote whole.
func (k Work) load(site *os.Root) *Record {
	data, err := site.ReadFile(k.record)
	if err != nil {
		return nil
	}
	r, err := decode(data)
	if err != nil {
		return nil
	}
	return r
}

// writer writes a record.
type writer struct {
	site  *os.Root
	name  string
	file  *os.File
	clock clock
}

// begin begins to write the record of a site. Of the files that are looked at from now on it can be said which stamps are
// settled.
func (k Work) begin(site *os.Root) (*writer, error) {
	if err := Prepare(site, top); err != nil {
		return nil, err
	}
	_ = removal.In(site, unfinished(k.record)) // of a build that was killed
	f, err := site.OpenFile(unfinished(k.record), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, err
	}
	w := &writer{site: site, name: k.record, file: f}
	info, err := f.Stat()
	if err != nil {
		return nil, errors.Join(err, f.Close(), removal.In(site, unfinished(k.record)))
	}
	w.clock = clockOf(info)
	return w, nil
}

// save writes the record in the place of the one before.
func (w *writer) save(r *Record) error {
	data, err := r.encode()
	if err == nil {
		_, err = w.file.Write(data)
	}
	if errClose := w.file.Close(); err == nil {
		err = errClose
	}
	if err == nil {
		err = w.site.Rename(unfinished(w.name), w.name)
	}
	if err != nil {
		_ = removal.In(w.site, unfinished(w.name))
	}
	return err
}

// abort ends without a record; the one before stays.
func (w *writer) abort() {
	_ = w.file.Close()
	_ = removal.In(w.site, unfinished(w.name))
}
