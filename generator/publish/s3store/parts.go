package s3store

import (
	"context"
	"crypto/md5" //nolint:gosec // what stores call a part by
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"io"
	"net/http"
	"os"

	"github.com/minio/minio-go/v7"

	"gongkai/generator/publish"
)

// partSize is the size of the parts in which a large file is sent; all but the last have to have at least
// 5 MiB. What an interrupted run sent is kept by the store, and used if it is the same as here.
const partSize = 8 << 20

// sendParts sends a file part by part, those that have not arrived yet.
func (s *Store) sendParts(ctx context.Context, f *publish.File, in *os.File) (sent int64, err error) {
	key := s.prefix + f.Path
	id, there, err := s.begun(ctx, key)
	if err != nil || id == "" { // not every key permits the question, and not every store has an answer
		o := options(f.Type, f.Cache)
		o.UserMetadata["X-Amz-Checksum-Algorithm"] = "SHA256"
		there = nil
		if id, err = s.c.NewMultipartUpload(ctx, s.bucket, key, o); err != nil {
			return 0, err
		}
	}
	var parts []minio.CompletePart
	for number, from := 1, int64(0); from < f.Size; number, from = number+1, from+partSize {
		size := min(partSize, f.Size-from)
		sums, err := digest(io.NewSectionReader(in, from, size))
		if err != nil {
			return sent, err
		}
		part, ok := there[number]
		if !ok || part.Size != size || !sums.are(part) {
			body := &counting{ReadSeeker: io.NewSectionReader(in, from, size)}
			part, err = s.c.PutObjectPart(ctx, s.bucket, key, id, number, body, size, minio.PutObjectPartOptions{
				DisableContentSha256: true, Sha256Hex: hex.EncodeToString(sums.sha256), CustomHeader: http.Header{checksum: {sums.base64()}}})
			sent += body.n.Load()
			if err != nil {
				return sent, err
			}
		}
		parts = append(parts, minio.CompletePart{PartNumber: number, ETag: part.ETag, ChecksumSHA256: sums.base64()})
	}
	_, err = s.c.CompleteMultipartUpload(ctx, s.bucket, key, id, parts, minio.PutObjectOptions{})
	return sent, err
}

// begun finds an upload of that key that was interrupted, and its parts.
func (s *Store) begun(ctx context.Context, key string) (id string, parts map[int]minio.ObjectPart, err error) {
	list, err := s.c.ListMultipartUploads(ctx, s.bucket, key, "", "", "", 1000)
	if err != nil {
		return "", nil, err
	}
	for _, u := range list.Uploads {
		if u.Key == key {
			id = u.UploadID
		}
	}
	if id == "" {
		return "", nil, nil
	}
	parts = map[int]minio.ObjectPart{}
	for marker := 0; ; {
		page, err := s.c.ListObjectParts(ctx, s.bucket, key, id, marker, 1000)
		if err != nil {
			return "", nil, err
		}
		for _, p := range page.ObjectParts {
			parts[p.PartNumber] = p
		}
		if marker = page.NextPartNumberMarker; !page.IsTruncated {
			return id, parts, nil
		}
	}
}

// sums are the digests by which a part is known.
type sums struct{ sha256, md5 []byte }

func digest(r io.Reader) (sums, error) {
	a, b := sha256.New(), md5.New() //nolint:gosec // as above
	_, err := io.Copy(io.MultiWriter(a, b), r)
	return sums{a.Sum(nil), b.Sum(nil)}, err
}

func (s sums) base64() string { return base64.StdEncoding.EncodeToString(s.sha256) }

// are says whether a part that is there has these digests. A store that tells neither is sent the part again.
func (s sums) are(p minio.ObjectPart) bool {
	if p.ChecksumSHA256 != "" {
		return p.ChecksumSHA256 == s.base64()
	}
	return p.ETag == hex.EncodeToString(s.md5) || p.ETag == `"`+hex.EncodeToString(s.md5)+`"`
}
