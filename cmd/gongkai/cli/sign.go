package cli

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"gongkai/generator/archive/fixity"
	"gongkai/generator/archive/fixity/signature"
	"gongkai/generator/diag"
)

// signPassword is the variable that the password of a secret key may be in, for programs.
const signPassword = "GONGKAI_SIGN_PASSWORD"

func (a *app) signCommand() *cobra.Command {
	var secret, comment, generate string
	c := &cobra.Command{
		Use:     a.text("sign 路径", "sign PATH"),
		Short:   a.text("给已发布的网站或归档包签名", "sign a published site or a package"),
		Example: "  gongkai sign --generate office\n  gongkai sign nianbao.wacz --secret office.key\n  gongkai verify nianbao.wacz --key office.pub",
		Long: a.text("先核对，全部相符才签名：网站签它的清单，BagIt 包签它的标签清单，其他包签文件本身，签名写在旁边的 .minisig 文件里，minisign 也能核对。\n私钥的口令从终端输入，或取自环境变量 GONGKAI_SIGN_PASSWORD。\n退出状态：0 已签名，1 核对不符，没有签名，2 无法完成。",
			"Verify first and sign if all is well: a site by its manifest, a bag by its tag manifest, other packages as a file. The signature is in a .minisig file beside it, which minisign can check too.\nThe secret key's password is asked for on the terminal, or taken from the variable GONGKAI_SIGN_PASSWORD.\nExit status: 0 signed, 1 something differs and nothing was signed, 2 the work could not be done."),
		Args: a.arguments(0, 1),
		RunE: func(c *cobra.Command, args []string) error {
			switch {
			case generate != "" && len(args) == 0:
				return a.generateKeys(generate)
			case generate != "" || len(args) == 0 || secret == "":
				return &userError{diag.Textf("要签什么、用哪个私钥，没有写全", "what is to be signed, or with which key, is missing"),
					diag.Textf("gongkai sign 路径 --secret 私钥文件；没有密钥的先用 gongkai sign --generate 名称 生成一对", "gongkai sign PATH --secret FILE; gongkai sign --generate NAME makes a pair of keys first")}
			}
			return a.sign(c, args[0], secret, comment)
		},
	}
	c.Flags().StringVar(&secret, "secret", "", a.text("私钥文件（minisign）", "file of the secret key (minisign)"))
	c.Flags().StringVar(&comment, "comment", "", a.text("一并签名的说明，一行（默认：时间和文件名）", "a line that is signed with it (default: time and file name)"))
	c.Flags().StringVar(&generate, "generate", "", a.text("新生成一对密钥：名称.key（私钥）和 名称.pub（公钥）", "make a pair of keys: NAME.key, the secret one, and NAME.pub"))
	return c
}

func (a *app) sign(c *cobra.Command, name, secret, comment string) error {
	text, err := os.ReadFile(secret)
	if err != nil {
		return err
	}
	res, err := awaited(a, func(report reported) (*fixity.Report, error) {
		return fixity.Verify(c.Context(), name, fixity.Options{Progress: func(files int) { report("verify", files, 0) }})
	})
	if errors.Is(err, fixity.ErrUnknown) {
		return notVerifiable(name)
	}
	if err != nil {
		return err
	}
	if res.Failed() {
		a.verified(name, res, nil)
		a.printError(diag.Textf("没有签名：内容不符", "not signed: something is wrong with it"), diag.Textf("请重新生成或重新取得，再签名", "build it or get it again, then sign it"))
		return errContent
	}
	password := ""
	if signature.Locked(text) {
		if password, err = a.password(false); err != nil {
			return err
		}
	}
	key, err := signature.Unlock(text, password)
	switch {
	case errors.Is(err, signature.ErrSecret):
		return &userError{diag.Textf("%s 不是 minisign 的私钥", "%s is not a minisign secret key", filepath.ToSlash(secret)), diag.Textf("私钥由 minisign -G 或 gongkai sign --generate 生成", "minisign -G and gongkai sign --generate make one")}
	case errors.Is(err, signature.ErrPassword):
		return &userError{diag.Textf("口令不对，或私钥文件受损", "the password is wrong, or the key's file is damaged"), diag.Text{}}
	case err != nil:
		return err
	}
	target, err := fixity.SignedFile(name)
	if err != nil {
		return err
	}
	if comment == "" {
		comment = fmt.Sprintf("timestamp:%d\tfile:%s\thashed", time.Now().Unix(), filepath.Base(target))
	}
	signed, err := fixity.Sign(name, key, comment)
	if errors.Is(err, signature.ErrLongComment) {
		return &userError{diag.Textf("--comment 应为一行，不超过 256 字节", "--comment takes one line of at most 256 bytes"), diag.Text{}}
	}
	if err != nil {
		return err
	}
	shown := filepath.ToSlash(signed)
	fmt.Fprintln(a.closing(), a.text("已签名 %s：%s，密钥 %s", "signed %s: %s, key %s", shown, shown+signature.Extension, key.Public().ID()))
	fmt.Fprintln(a.closing(), a.text("任何人都可以这样核对：minisign -Vm %s -P %s", "anyone can check it: minisign -Vm %s -P %s", shown, key.Public()))
	return nil
}

// generateKeys writes a new pair of keys and overwrites nothing.
func (a *app) generateKeys(name string) error {
	for _, file := range []string{name + ".key", name + ".pub"} {
		if _, err := os.Lstat(file); err == nil {
			return taken(file)
		}
	}
	password, err := a.password(true)
	if err != nil {
		return err
	}
	if password == "" {
		return &userError{diag.Textf("没有口令", "no password"), diag.Textf("私钥必须有口令：谁拿到没有口令的私钥，谁就能以本机关的名义签名", "a secret key needs one: whoever gets hold of a key without a password can sign in your name")}
	}
	public, secret, err := signature.Generate(password)
	if err != nil {
		return err
	}
	for _, f := range []struct {
		name string
		text []byte
		mode os.FileMode
	}{{name + ".key", secret, 0o600}, {name + ".pub", public, 0o644}} {
		if err := create(f.name, f.text, f.mode); err != nil {
			return err
		}
	}
	shown := filepath.ToSlash(name)
	fmt.Fprintln(a.closing(), a.text("私钥 %s.key：不要外传，备份一份放在安全的地方", "the secret key %s.key: give it to nobody, and keep a copy in a safe place", shown))
	fmt.Fprintln(a.closing(), a.text("公钥 %s.pub：请公布出去，核对的人要用", "the public key %s.pub: publish it, it is what others verify with", shown))
	return nil
}

func taken(name string) *userError {
	return &userError{diag.Textf("%s 已经有了，没有覆盖", "%s is there already and was left alone", filepath.ToSlash(name)), diag.Textf("请换一个名称", "choose another name")}
}

func create(name string, text []byte, mode os.FileMode) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if errors.Is(err, os.ErrExist) {
		return taken(name)
	}
	if err != nil {
		return unwritten(name, "--generate", err)
	}
	_, err = f.Write(text)
	return errors.Join(err, f.Close())
}

// password asks for a password, twice where it is a new one. It is never a flag: other users of
// the machine can read those.
func (a *app) password(fresh bool) (string, error) {
	if p := a.env(signPassword); p != "" {
		return p, nil
	}
	in := int(os.Stdin.Fd())
	if !term.IsTerminal(in) {
		return "", &userError{diag.Textf("无法询问口令：这里没有终端", "the password cannot be asked for: there is no terminal"), diag.Textf("请在终端里运行，或设环境变量 %s", "run the command in a terminal, or set the variable %s", signPassword)}
	}
	ask := func(text string) (string, error) {
		fmt.Fprint(a.err, text)
		p, err := term.ReadPassword(in)
		fmt.Fprintln(a.err)
		return string(p), err
	}
	p, err := ask(a.text("私钥的口令：", "password of the secret key: "))
	if err != nil || !fresh {
		return p, err
	}
	again, err := ask(a.text("再输入一遍：", "once more: "))
	if err == nil && again != p {
		err = &userError{diag.Textf("两遍口令不一样", "the two passwords differ"), diag.Text{}}
	}
	return p, err
}
