package main

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"text/template"
)

//go:embed manifests/*
var manifestTexts embed.FS

// manifest is what a template of a package manager's manifest sees.
type manifest struct {
	Version, URL, Home, Publisher, ID string
	Date                              string // YYYY-MM-DD
	Archives                          map[string]archived
}

// archived is an archive of a target, by the target's name with an underscore.
type archived struct{ URL, Folder, SHA256 string }

// manifestNames are where the manifests belong, by their templates.
var manifestNames = map[string]string{
	"winget.version.yaml":   "winget/{ID}.yaml",
	"winget.installer.yaml": "winget/{ID}.installer.yaml",
	"winget.en.yaml":        "winget/{ID}.locale.en-US.yaml",
	"winget.zh.yaml":        "winget/{ID}.locale.zh-CN.yaml",
	"scoop.json":            "scoop/gongkai.json",
	"homebrew.rb":           "homebrew/gongkai.rb",
}

// manifests writes the manifests of package managers. They say where the archives are, so without that there are none.
func (r *release) manifests() error {
	if r.url == "" {
		fmt.Println("no -url: no manifests for winget, Scoop and Homebrew")
		return nil
	}
	data := manifest{Version: r.version, URL: strings.TrimSuffix(r.url, "/"), Home: r.home, Publisher: r.publisher,
		ID: regexp.MustCompile(`[^A-Za-z0-9]`).ReplaceAllString(r.publisher, "") + ".gongkai", Date: r.date.Format("2006-01-02"), Archives: map[string]archived{}}
	for _, t := range targets {
		packed, err := os.ReadFile(r.given(r.name(t) + t.ending()))
		if err != nil {
			return err
		}
		data.Archives[t.os+"_"+t.arch] = archived{data.URL + "/" + r.name(t) + t.ending(), r.name(t), fmt.Sprintf("%x", sha256.Sum256(packed))}
	}
	texts, err := template.New("").Option("missingkey=error").ParseFS(manifestTexts, "manifests/*")
	if err != nil {
		return err
	}
	for from, to := range manifestNames {
		var b bytes.Buffer
		if err := texts.ExecuteTemplate(&b, from, data); err != nil {
			return err
		}
		name := r.given(filepath.FromSlash(strings.ReplaceAll(to, "{ID}", data.ID)))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(name, b.Bytes(), 0o644); err != nil {
			return err
		}
	}
	return nil
}
