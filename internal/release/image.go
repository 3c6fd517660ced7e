package main

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"time"
)

// descriptor points to a blob of an image (OCI Image Format, descriptor.md).
type descriptor struct {
	MediaType   string            `json:"mediaType"`
	Digest      string            `json:"digest"`
	Size        int               `json:"size"`
	Platform    *platform         `json:"platform,omitempty"`
	Annotations map[string]string `json:"annotations,omitempty"`
}

type platform struct {
	Architecture string `json:"architecture"`
	OS           string `json:"os"`
}

const ociType = "application/vnd.oci.image."

// layout is an image as files, by the OCI Image Layout.
type layout struct{ files []file }

func digest(data []byte) string { return fmt.Sprintf("sha256:%x", sha256.Sum256(data)) }

// blob adds a blob.
func (l *layout) blob(mediaType string, data []byte) descriptor {
	d := descriptor{MediaType: mediaType, Digest: digest(data), Size: len(data)}
	l.files = append(l.files, file{"blobs/" + strings.Replace(d.Digest, ":", "/", 1), data, 0o644})
	return d
}

// object adds a blob of JSON, or a file of the layout.
func (l *layout) object(mediaType string, value any) (descriptor, error) {
	data, err := json.Marshal(value)
	return l.blob(mediaType, data), err
}

// image writes the image for containers, for two processors, with nothing in it but the program, its licences and a place for
// temporary files.
func (r *release) image(made map[target]program, papers []file) error {
	var l layout
	var each []descriptor
	notes := map[string]string{
		"org.opencontainers.image.title": "gongkai", "org.opencontainers.image.version": r.version, "org.opencontainers.image.licenses": "Apache-2.0",
		"org.opencontainers.image.created": r.date.Format(time.RFC3339),
	}
	for _, t := range []target{{"linux", "amd64"}, {"linux", "arm64"}} {
		files := []file{made[t].file(), {"tmp/", nil, fs.ModeDir | fs.ModeSticky | 0o777}, {"site/", nil, fs.ModeDir | 0o755}}
		for _, f := range papers {
			if f.Name == "LICENSE" || f.Name == "NOTICE" {
				files = append(files, f)
			}
		}
		d, err := l.system(t, files, r.date, notes)
		if err != nil {
			return err
		}
		each = append(each, d)
	}
	all, err := l.object(ociType+"index.v1+json", map[string]any{"schemaVersion": 2, "mediaType": ociType + "index.v1+json", "manifests": each, "annotations": notes})
	if err != nil {
		return err
	}
	all.Annotations = map[string]string{"org.opencontainers.image.ref.name": r.version}
	index, err := json.Marshal(map[string]any{"schemaVersion": 2, "mediaType": ociType + "index.v1+json", "manifests": []descriptor{all}})
	if err != nil {
		return err
	}
	l.files = append(l.files, file{"index.json", index, 0o644}, file{"oci-layout", []byte(`{"imageLayoutVersion":"1.0.0"}`), 0o644})
	data, err := plainTar(l.files, r.date)
	if err != nil {
		return err
	}
	return os.WriteFile(r.given("gongkai_"+r.version+"_oci.tar"), data, 0o644)
}

// system adds the image of one system.
func (l *layout) system(t target, files []file, date time.Time, notes map[string]string) (descriptor, error) {
	plain, err := plainTar(files, date)
	if err != nil {
		return descriptor{}, err
	}
	var packed bytes.Buffer
	z, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		return descriptor{}, err
	}
	if _, err := z.Write(plain); err != nil {
		return descriptor{}, err
	}
	if err := z.Close(); err != nil {
		return descriptor{}, err
	}
	layer := l.blob(ociType+"layer.v1.tar+gzip", packed.Bytes())
	config, err := l.object(ociType+"config.v1+json", map[string]any{
		"created": date.Format(time.RFC3339), "architecture": t.arch, "os": t.os,
		"config":  map[string]any{"Entrypoint": []string{"/gongkai"}, "Cmd": []string{"--help"}, "WorkingDir": "/site"},
		"rootfs":  map[string]any{"type": "layers", "diff_ids": []string{digest(plain)}},
		"history": []any{map[string]any{"created": date.Format(time.RFC3339), "comment": "gongkai"}},
	})
	if err != nil {
		return descriptor{}, err
	}
	d, err := l.object(ociType+"manifest.v1+json", map[string]any{
		"schemaVersion": 2, "mediaType": ociType + "manifest.v1+json", "config": config, "layers": []descriptor{layer}, "annotations": notes,
	})
	d.Platform = &platform{t.arch, t.os}
	return d, err
}
