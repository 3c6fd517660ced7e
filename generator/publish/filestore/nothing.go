package filestore

import (
	"fmt"
	"io/fs"
)

// Absent is the store of a folder that is not there yet, for a dry run.
func Absent() *Store { return New(nothing{}) }

// nothing is a folder that is not there: a dry run does not make one.
type nothing struct{}

func (nothing) Lstat(name string) (fs.FileInfo, error)        { return nil, missing(name) }
func (nothing) ReadDir(name string) ([]fs.FileInfo, error)    { return nil, missing(name) }
func (nothing) Open(name string) (Reader, error)              { return nil, missing(name) }
func (nothing) Continue(name string, _ int64) (Writer, error) { return nil, missing(name) }
func (nothing) Mkdir(name string, _ fs.FileMode) error        { return missing(name) }
func (nothing) Rename(name, _ string) error                   { return missing(name) }
func (nothing) Claim(name string, _ []byte) error             { return missing(name) }
func (nothing) Remove(name string) error                      { return missing(name) }
func (nothing) RemoveDir(name string) error                   { return missing(name) }
func (nothing) SyncDir(string) error                          { return nil }
func (nothing) Close() error                                  { return nil }
func missing(name string) error                               { return fmt.Errorf("%s: %w", name, fs.ErrNotExist) }
