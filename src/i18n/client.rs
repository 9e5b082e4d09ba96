//! What to change in which client, for the person at the phone. The menus are those of the makers' manuals; which keys a
//! client keeps for itself was tried where it could be (xterm, PuTTY, MATE, Konsole, deepin).

texts! {
    putty: "PuTTY" | "PuTTY";
    putty_charset: "Window > Translation > Remote character set 选 UTF-8，再回 Session 按 Save" | "Window > Translation > Remote character set: UTF-8; then Session > Save";
    putty_width: "Window > Translation > Treat CJK ambiguous characters as wide：开着关着都行，本程序两样都对齐" | "Window > Translation > Treat CJK ambiguous characters as wide: on or off, this program is straight with both";
    putty_keys: "Terminal > Keyboard：退格选哪种都认，Home 选 Standard，功能键不选 SCO；断线多就在 Connection 里把 keepalives 设成 30" | "Terminal > Keyboard: any Backspace, Home: Standard, function keys: any but SCO; if the line drops, Connection > keepalives: 30";

    xshell: "Xshell" | "Xshell";
    xshell_charset: "文件 > 属性 > 终端 > 编码 选 Unicode (UTF-8)" | "File > Properties > Terminal > Encoding: Unicode (UTF-8)";
    xshell_width: "文件 > 属性 > 终端 > 高级：把歧义字符按宽字符处理，开着关着都行" | "File > Properties > Terminal > Advanced: ambiguous characters as wide, on or off";
    xshell_keys: "F1 和 Alt 加数字是它自己的；本程序不靠这些键" | "F1 and Alt with digits are its own; this program needs neither";

    securecrt: "SecureCRT" | "SecureCRT";
    securecrt_charset: "选项 > 会话选项 > 终端 > 外观 > 字符编码 选 UTF-8" | "Options > Session Options > Terminal > Appearance > Character encoding: UTF-8";
    securecrt_width: "字体选等宽的中文字体（如新宋体），不然汉字不是英文的两倍宽" | "Choose a fixed-width Chinese font, or a Han character is not twice as wide as a letter";
    securecrt_keys: "选项 > 会话选项 > 终端 > 映射键：不要给 F3 到 F9 另设含义" | "Options > Session Options > Terminal > Mapped Keys: leave F3 to F9 alone";

    windows: "Windows 终端" | "Windows Terminal";
    windows_charset: "本来就是 UTF-8；老的命令行窗口先输 chcp 65001 再 ssh" | "UTF-8 by itself; in the old command window type chcp 65001 before ssh";
    windows_width: "设置 > 兼容性 > ambiguousWidth 不用改；字体选等宽的" | "Settings > Compatibility > ambiguousWidth may stay; choose a fixed-width font";
    windows_keys: "F11 和 Alt 加回车是全屏；Ctrl 加 Shift 的键是它自己的" | "F11 and Alt with Enter are full screen; keys with Ctrl and Shift are its own";

    vte: "麒麟 MATE、GNOME、Xfce 终端" | "MATE (Kylin), GNOME, Xfce";
    vte_charset: "终端 > 设定字符编码 选 Unicode (UTF-8)" | "Terminal > Set Character Encoding: Unicode (UTF-8)";
    vte_width: "编辑 > 配置文件首选项 > 兼容性 > 歧义宽度字符：窄宽都行" | "Edit > Profile Preferences > Compatibility > Ambiguous-width characters: either";
    vte_keys: "F1 和 F10 被菜单拿走：编辑 > 键盘快捷键里取消帮助和菜单快捷键；不改也行，帮助按 ?" | "F1 and F10 go to its menus: Edit > Keyboard Shortcuts, take them off; or leave it, help is ?";

    deepin: "统信 UOS 深度终端、qterminal" | "deepin-terminal (UOS), qterminal";
    deepin_charset: "右键 > 编码 选 UTF-8" | "Right click > Encoding: UTF-8";
    deepin_width: "字体选等宽的中文字体" | "Choose a fixed-width Chinese font";
    deepin_keys: "F1 帮助、F2 改标签名、F11 全屏被它拿走：设置 > 快捷键里取消；本程序不靠这些键" | "F1 (help), F2 (rename a tab) and F11 are its own: Settings > Shortcuts; this program needs none of them";

    konsole: "Konsole" | "Konsole";
    konsole_charset: "视图 > 设置编码 > Unicode > UTF-8" | "View > Set Encoding > Unicode > UTF-8";
    konsole_width: "字体选等宽的中文字体" | "Choose a fixed-width Chinese font";
    konsole_keys: "F11 全屏被它拿走" | "F11 (full screen) is its own";

    xterm: "xterm、rxvt、mlterm" | "xterm, rxvt, mlterm";
    xterm_charset: "用 xterm -u8、uxterm 或 mlterm -E UTF-8 打开" | "Start it as xterm -u8, uxterm or mlterm -E UTF-8";
    xterm_width: "-cjk_width、--ac=2 开着关着都行" | "-cjk_width or --ac=2 may be on or off";
    xterm_keys: "没有被它拿走的键" | "It keeps no key for itself";

    mintty: "Git Bash、MobaXterm" | "Git Bash (mintty), MobaXterm";
    mintty_charset: "Options > Text > Character set 选 UTF-8；MobaXterm 在会话的 Terminal settings 里" | "Options > Text > Character set: UTF-8; in MobaXterm under Terminal settings of the session";
    mintty_width: "Options > Text > Locale 选 zh_CN 时歧义字符可能变宽，本程序照样对齐" | "With the locale zh_CN ambiguous characters may be wide; this program is straight with both";
    mintty_keys: "F1 在 MobaXterm 里是帮助；Alt 加 F2 之类是新窗口" | "F1 is help in MobaXterm; Alt with F2 and the like open windows";

    web: "堡垒机网页终端" | "Web consoles of a bastion host";
    web_charset: "会话设置里的编码选 UTF-8；找不到就请管堡垒机的人改" | "Encoding of the session: UTF-8; if there is none, ask whoever runs the bastion host";
    web_width: "浏览器的等宽字体要有汉字" | "The fixed-width font of the browser needs Han characters";
    web_keys: "Ctrl 加 W、T、N 和 F5、F11、F12 是浏览器的；用数字键和 : 命令代替" | "Ctrl with W, T or N and F5, F11, F12 are the browser's; use digits and the : commands instead";

    mux: "tmux、screen" | "tmux, screen";
    mux_charset: "tmux 用 tmux -u 打开；screen 在 .screenrc 里写 defutf8 on" | "Start tmux as tmux -u; for screen put defutf8 on into .screenrc";
    mux_width: "隔着它看不见真正的终端，所以自动用替代显示；外面的终端肯定没问题时可以关掉" | "The real terminal cannot be seen through it, so glyphs are replaced; switch that off when the outer one is surely right";
    mux_keys: "Ctrl 加 B（tmux）、Ctrl 加 A（screen）是它的前缀" | "Ctrl-B (tmux) and Ctrl-A (screen) are its prefixes";

    other: "没认出来的终端" | "A terminal that was not recognised";
    other_charset: "在会话或终端的设置里找编码（Encoding、Charset），选 UTF-8" | "Look for Encoding or Charset in the settings of the session or the terminal: UTF-8";
    other_width: "字体选等宽的中文字体" | "Choose a fixed-width Chinese font";
    other_keys: "F1、F2、F10 到 F12 和 Alt 常被终端拿走；本程序不靠这些键" | "F1, F2, F10 to F12 and Alt are often kept by terminals; this program needs none of them";
}
