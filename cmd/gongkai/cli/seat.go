package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"gongkai/generator"
	"gongkai/generator/diag"
	"gongkai/generator/editing/history"
	"gongkai/generator/editing/round"
	"gongkai/generator/editing/scaffold"
	"gongkai/generator/editing/textedit"
	"gongkai/generator/register"
)

// seat is a site as the desk has it: what the desk asks for, done by the functions of the other commands.
type seat struct {
	*live
	dir  string
	past *history.Log
}

func (s *seat) Dir() string  { return s.dir }
func (s *seat) Name() string { return s.live.site.Snapshot().Name() }
func (s *seat) Years() []int { return s.live.site.Snapshot().Years("") }

func (s *seat) Statuses(years []int, day time.Time) ([]*round.Status, error) {
	return s.live.site.Snapshot().Statuses("", years, day)
}

func (s *seat) Page(file string) string { return s.live.site.Snapshot().Page(file) }

func (s *seat) Begin(ctx context.Context, agency string, year int) (string, error) {
	d := generator.Draft{Agency: agency, Year: year}
	file, err := generator.NewReport(generator.Options{Site: s.dir}, d)
	if errors.Is(err, scaffold.ErrExists) {
		err = &userError{diag.Textf("%s 已经存在", "%s is already there", file), diag.Textf("请打开它填写", "open it to fill it in")}
	}
	if err != nil {
		return "", s.deskFault(draftFault(err, s.dir, d))
	}
	if contents, err := s.Contents(file); err == nil {
		s.remember(s.past, file, contents, true)
	}
	_, err = s.update(ctx, []string{file})
	return file, err
}

func (s *seat) Agencies() []*register.Agency { return s.live.site.Snapshot().Agencies() }

func (s *seat) History(file string) ([]history.State, error) { return s.past.States(file) }

func (s *seat) Earlier(file, state string) ([]byte, error) { return s.past.Read(file, state) }

func (s *seat) Keep(file string, contents []byte) error {
	if _, err := s.Contents(file); err != nil {
		return err
	}
	return s.past.Keep(file, contents, history.Imported, time.Now())
}

// found keeps what reports say that others have changed.
func (s *seat) found(changed []string) {
	for _, file := range changed {
		if err := s.past.Look(file, func() ([]byte, error) { return s.Contents(file) }, time.Now()); err != nil && !errors.Is(err, fs.ErrNotExist) {
			s.unkept(err)
		}
	}
}

// content opens the folder below which reports are; nothing out of it is reached, by whatever path or link.
func (s *seat) content(file string) (root *os.Root, name string, err error) {
	name, ok := strings.CutPrefix(file, "content/")
	if !ok || !fs.ValidPath(file) || strings.ContainsAny(file, `\:`) || !s.live.site.Snapshot().IsReport(file) {
		return nil, "", fmt.Errorf("%s: %w", file, fs.ErrNotExist)
	}
	root, err = os.OpenRoot(filepath.Join(s.dir, "content"))
	return root, filepath.FromSlash(name), err
}

func (s *seat) Contents(file string) ([]byte, error) {
	root, name, err := s.content(file)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	return root.ReadFile(name)
}

func (s *seat) Create(ctx context.Context, file string, contents []byte) error {
	root, name, err := s.content(file)
	if err != nil {
		return err
	}
	defer root.Close()
	err = textedit.Create(root, name, contents)
	if errors.Is(err, fs.ErrExist) {
		return scaffold.ErrExists
	}
	if err != nil {
		return err
	}
	s.remember(s.past, file, contents, true)
	_, err = s.update(ctx, []string{file})
	return err
}

func (s *seat) Write(ctx context.Context, file string, before, after []byte) error {
	root, name, err := s.content(file)
	if err != nil {
		return err
	}
	defer root.Close()
	s.remember(s.past, file, before, false)
	if err := textedit.Replace(root, name, before, after); err != nil {
		return s.deskFault(err)
	}
	s.remember(s.past, file, after, true)
	_, err = s.update(ctx, []string{file})
	return err
}
