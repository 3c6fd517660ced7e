package s3store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/minio/minio-go/v7"

	"gongkai/generator/diag"
	"gongkai/generator/publish"
)

// Store is a prefix in a bucket.
type Store struct {
	c              *minio.Core
	host           string
	bucket, prefix string
	notice         func(diag.Text)
	weak           sync.Once // says once that the lock is weak
}

// Traits implements publish.Store: a key has at most 1,024 bytes (Amazon S3 User Guide, "Naming objects").
func (s *Store) Traits() publish.Traits {
	return publish.Traits{Path: 1024 - len(s.prefix), Heads: true}
}

// Close implements publish.Store.
func (s *Store) Close() error { return nil }

// Sync implements publish.Store: what a store has confirmed it keeps.
func (s *Store) Sync(context.Context) error { return nil }

// Tidy implements publish.Store.
func (s *Store) Tidy(context.Context) error { return nil }

// Place implements publish.Store: an object appears whole, under its own name.
func (s *Store) Place(context.Context, *publish.File, publish.Sent) error { return nil }

// List implements publish.Store.
func (s *Store) List(ctx context.Context, _ []string) (map[string]publish.Stat, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel() // ends the goroutine that lists
	out := map[string]publish.Stat{}
	for o := range s.c.Client.ListObjects(ctx, s.bucket, minio.ListObjectsOptions{Prefix: s.prefix, Recursive: true}) {
		if o.Err != nil {
			return nil, s.trouble("", o.Err)
		}
		name := strings.TrimPrefix(o.Key, s.prefix)
		if !strings.HasPrefix(name, publish.Folder+"/") && !strings.HasSuffix(name, "/") {
			out[name] = publish.Stat{Size: o.Size, Mark: mark(o.ETag)}
		}
	}
	return out, ctx.Err()
}

// mark is an ETag, the same from wherever it comes.
func mark(etag string) string { return "etag " + strings.Trim(etag, `"`) }

// Read implements publish.Store.
func (s *Store) Read(ctx context.Context, name string) (*publish.Content, error) {
	body, info, header, err := s.c.GetObject(ctx, s.bucket, s.prefix+name, minio.GetObjectOptions{})
	if err != nil {
		return nil, s.trouble(name, err)
	}
	return &publish.Content{ReadCloser: &reading{body, s, name}, Mark: mark(info.ETag),
		Heads: publish.Heads(header.Get("Content-Type"), header.Get("Cache-Control"))}, nil
}

// reading is the content of an object on its way here.
type reading struct {
	io.ReadCloser
	from *Store
	name string
}

func (r *reading) Read(p []byte) (int, error) {
	n, err := r.ReadCloser.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		err = r.from.trouble(r.name, err)
	}
	return n, err
}

// options are the headers with which an object is kept. The content is signed by its digest as a whole,
// which is sent with it, and not piece by piece, as the library does by itself and only over http.
func options(contentType, cache string) minio.PutObjectOptions {
	return minio.PutObjectOptions{ContentType: contentType, CacheControl: cache, UserMetadata: map[string]string{}, DisableContentSha256: true}
}

// checksum is the header that tells the store what it has to receive.
const checksum = "X-Amz-Checksum-Sha256"

// Send implements publish.Store.
func (s *Store) Send(ctx context.Context, f *publish.File) (publish.Sent, error) {
	sent := publish.Sent{Name: f.Path}
	in, err := f.Open()
	if err != nil {
		return sent, err
	}
	defer in.Close()
	if f.Size > 2*partSize {
		sent.Bytes, err = s.sendParts(ctx, f, in)
		return sent, s.trouble(f.Path, err)
	}
	sum, err := hex.DecodeString(f.SHA256)
	if err != nil {
		return sent, err
	}
	o := options(f.Type, f.Cache)
	o.UserMetadata[checksum] = base64.StdEncoding.EncodeToString(sum)
	body := &counting{ReadSeeker: in}
	_, err = s.c.PutObject(ctx, s.bucket, s.prefix+f.Path, body, f.Size, "", f.SHA256, o)
	sent.Bytes = body.n.Load()
	return sent, s.trouble(f.Path, err)
}

// counting counts what is read for sending, which may go on for a moment after an answer has come. It hides
// that a file is one, which would be closed.
type counting struct {
	io.ReadSeeker
	n atomic.Int64
}

func (c *counting) Read(p []byte) (int, error) {
	n, err := c.ReadSeeker.Read(p)
	c.n.Add(int64(n))
	return n, err
}

func (s *Store) put(ctx context.Context, name string, data []byte, o minio.PutObjectOptions) error {
	sum := sha256.Sum256(data)
	o.UserMetadata[checksum] = base64.StdEncoding.EncodeToString(sum[:])
	_, err := s.c.PutObject(ctx, s.bucket, s.prefix+name, bytes.NewReader(data), int64(len(data)), "", hex.EncodeToString(sum[:]), o)
	return err
}

// private are the headers of what is not part of the site.
func private() minio.PutObjectOptions { return options("application/octet-stream", "no-store") }

// Write implements publish.Store.
func (s *Store) Write(ctx context.Context, name string, data []byte) error {
	return s.trouble(name, s.put(ctx, name, data, private()))
}

// Create implements publish.Store, by a conditional write. Of a store that takes no conditions it is only
// certain that the object was not there a moment before.
func (s *Store) Create(ctx context.Context, name string, data []byte) error {
	body, _, _, err := s.c.GetObject(ctx, s.bucket, s.prefix+name, minio.GetObjectOptions{})
	if err == nil {
		return errors.Join(fs.ErrExist, body.Close())
	}
	if err := s.trouble(name, err); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	o := private()
	o.SetMatchETagExcept("*")
	err = s.put(ctx, name, data, o)
	if err == nil {
		// A store that passes over the condition writes a second time too.
		if err = s.put(ctx, name, data, o); err == nil {
			s.warnWeak()
		} else if code(err) == preconditionFailed {
			err = nil
		}
		return s.trouble(name, err)
	}
	switch code(err) {
	case preconditionFailed, "ConditionalRequestConflict":
		return fs.ErrExist
	case "NotImplemented", "InvalidArgument", "InvalidRequest":
		s.warnWeak()
		return s.trouble(name, s.put(ctx, name, data, private()))
	}
	return s.trouble(name, err)
}

const preconditionFailed = "PreconditionFailed"

func (s *Store) warnWeak() {
	s.weak.Do(func() {
		s.notice(diag.Textf("这个对象存储不支持条件写入，发布时的锁不可靠：请确认没有别人同时发布", "this object store knows no conditional writes, so that the lock is not reliable: see to it that nobody else publishes at the same time"))
	})
}

// Remove implements publish.Store.
func (s *Store) Remove(ctx context.Context, name string) error {
	err := s.trouble(name, s.c.RemoveObject(ctx, s.bucket, s.prefix+name, minio.RemoveObjectOptions{}))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
