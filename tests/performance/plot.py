# Two rows of bars for each library, as SVG text: instructions and microseconds of one warm verify.
WIDTH, LEFT, BAR, GAP = 760, 165, 16, 14
NAMES = {"sdk": "HelloJohn for C++", "driven": "ours, no own thread", "beast": "Beast + Boost.JSON",
         "blocking": "blocking Beast + JSON", "openssl": "raw OpenSSL",
         "curl": "libcurl", "httplib": "cpp-httplib", "poco": "POCO"}


def bars(figures):
    """figures: library -> (instructions, microseconds)."""
    most = [max(figure[i] for figure in figures.values()) for i in (0, 1)]
    height = 60 + len(figures) * (2 * BAR + GAP)
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" '
           f'viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" font-size="13">',
           f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
           '<text x="12" y="22" font-size="15" fill="#1c2430">One warm verify over TLS: '
           'instructions (dark) and median time (light)</text>']
    top = 40
    for name, figure in figures.items():
        out.append(f'<text x="{LEFT - 10}" y="{top + BAR + 5}" text-anchor="end" '
                   f'fill="#1c2430">{NAMES.get(name, name)}</text>')
        words = (f"{figure[0] / 1000:.1f} k instructions", f"{figure[1]:.0f} µs")
        ours = ("#1f5fbf", "#8fb4e8") if name in ("sdk", "driven") else ("#6b7684", "#b9c1ca")
        for i in (0, 1):
            length = (WIDTH - LEFT - 150) * figure[i] / most[i]
            y = top + i * BAR
            out.append(f'<rect x="{LEFT}" y="{y}" width="{length:.1f}" height="{BAR - 2}" '
                       f'fill="{ours[i]}"/>')
            out.append(f'<text x="{LEFT + length + 6:.1f}" y="{y + BAR - 4}" font-size="11" '
                       f'fill="#4a5563">{words[i]}</text>')
        top += 2 * BAR + GAP
    return "\n".join([*out, "</svg>\n"])
