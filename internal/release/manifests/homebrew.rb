class Gongkai < Formula
  desc "Checks and publishes annual reports on government information disclosure"
  homepage "{{.Home}}"
  version "{{.Version}}"
  license "Apache-2.0"

  on_macos do
    on_arm do
      url "{{.Archives.darwin_arm64.URL}}"
      sha256 "{{.Archives.darwin_arm64.SHA256}}"
    end
    on_intel do
      url "{{.Archives.darwin_amd64.URL}}"
      sha256 "{{.Archives.darwin_amd64.SHA256}}"
    end
  end

  on_linux do
    on_arm do
      url "{{.Archives.linux_arm64.URL}}"
      sha256 "{{.Archives.linux_arm64.SHA256}}"
    end
    on_intel do
      url "{{.Archives.linux_amd64.URL}}"
      sha256 "{{.Archives.linux_amd64.SHA256}}"
    end
  end

  def install
    bin.install "gongkai"
    bash_completion.install "completions/gongkai.bash" => "gongkai"
    zsh_completion.install "completions/_gongkai"
    fish_completion.install "completions/gongkai.fish"
    man1.install Dir["man/man1/*.1"]
    doc.install "README.md", "README.zh-CN.md", "NOTICE", "docs"
  end

  test do
    system bin/"gongkai", "init", "site"
    system bin/"gongkai", "build", "--site", "site"
    assert_path_exists testpath/"site/public/index.html"
  end
end
