package cli

import (
	"context"
	"errors"
	"time"

	"gongkai/generator"
	"gongkai/generator/diag"
	"gongkai/generator/editing/round"
	"gongkai/generator/editing/scaffold"
)

// seat is a site as the desk has it: what the desk asks for, done by the functions of the other commands.
type seat struct {
	*live
	dir string
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
	_, err = s.update(ctx, []string{file})
	return file, err
}
