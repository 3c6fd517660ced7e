// Command gongkai builds portals of statutory disclosure reports.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"gongkai/cmd/gongkai/cli"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(cli.Main(ctx, os.Args[1:], os.Stdout, os.Stderr, os.Getenv))
}
