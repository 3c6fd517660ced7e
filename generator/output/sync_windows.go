package output

import "os"

// syncFile puts a file onto the disk.
func syncFile(f *os.File) error { return f.Sync() }

// syncTree has nothing to do: files are synced as they are written, and NTFS keeps its own journal of names.
func syncTree(*os.Root) error { return nil }

// syncFolder has nothing to do either; Windows flushes no folders.
func syncFolder(*os.File) error { return nil }
