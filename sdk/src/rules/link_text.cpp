// Implementation of link_text.hpp. Each layer has its own buffer, which is wiped.
#include "rules/link_text.hpp"

#include "base/ascii.hpp"
#include "base/hex.hpp"
#include "base/markup.hpp"
#include "base/text.hpp"
#include "rules/link_base64.hpp"
#include "rules/recovery_token.hpp"

#include <algorithm>
#include <utility>

namespace hellojohn {
inline namespace v0 {

namespace {

constexpr int most_percent_layers = 3;
constexpr std::size_t longest_tracked_host = 254;

void append(Secret& out, char c) { out.append({&c, 1}); }

bool is_visible(int byte) noexcept { return byte > 0x20 && byte < 0x7f; }

/// Separators of lines as LF: a field of one line keeps the lines of what is pasted in that form.
Secret with_usual_line_ends(std::string_view text) {
  Secret out;
  out.reserve(text.size());
  while (!text.empty()) {
    const utf8::Character c = utf8::decode(text);
    if (c.point == 0x2028 || c.point == 0x85)
      out.append("\n");
    else if (c.point == 0x2029)
      out.append("\n\n");
    else
      out.append(text.substr(0, c.length));
    text.remove_prefix(c.length);
  }
  return out;
}

/// The bytes of LF or CR LF at the beginning, or 0.
std::size_t line_end(std::string_view text) noexcept {
  if (text.starts_with("\r\n")) return 2;
  return text.starts_with("\n") ? 1 : 0;
}

/// Soft line breaks, and "=3D" if the text is quoted-printable.
Secret without_quoted_printable(std::string_view text) {
  const bool encoded = text.find("=3D") != std::string_view::npos ||
                       text.find("=\n") != std::string_view::npos ||
                       text.find("=\r\n") != std::string_view::npos;
  Secret out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (encoded && text[i] == '=') {
      const std::string_view rest = text.substr(i + 1);
      const std::size_t size = line_end(rest);
      // A link may also end its line with "=": "?token=", then the token.
      const bool own = rest.substr(size).starts_with(token_prefix) && !out.reveal().ends_with('=');
      if (size != 0 && !own) {
        i += size;
        continue;
      }
      // A blank is encoded at the end of a line only.
      if (rest.starts_with("20") && (rest.size() == 2 || line_end(rest.substr(2)) != 0)) {
        i += 2;
        continue;
      }
      if (const int byte = hex::byte(text, i + 1); is_visible(byte)) {
        append(out, static_cast<char>(byte));
        i += 2;
        continue;
      }
    }
    append(out, text[i]);
  }
  return out;
}

/// Entities and escapes read, full-width forms folded, invisible characters left out.
Secret without_markup(std::string_view text) {
  Secret out;
  out.reserve(text.size());
  while (!text.empty()) {
    utf8::Character c = markup::entity(text);
    // "\n" in JSON; but a folder's name in a path is not an escape, and neither ends a token.
    if (!c.valid) c = markup::escape(text);
    if (!c.valid) c = utf8::decode(text);
    text.remove_prefix(c.length);
    if (!text::is_invisible(c.point)) utf8::append(out, text::fold_width(c.point));
  }
  return out;
}

/// "u=https-3A__host_path-3Ftoken-3D…" of Proofpoint's second version.
Secret without_proofpoint(std::string_view text) {
  constexpr std::string_view sign = "/v2/url?u=http";
  Secret out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const bool here = text.substr(i).starts_with(sign);
    std::size_t end = here ? i + sign.size() : i + 1;
    append(out, text[i]);
    if (!here) {
      i = end;
      continue;
    }
    out.append(text.substr(i + 1, sign.size() - 1));
    for (; end < text.size() && text[end] != '&' &&
           !text::is_blank(static_cast<unsigned char>(text[end]));
         ++end) {
      const int byte = text[end] == '-' ? hex::byte(text, end + 1) : -1;
      append(out, is_visible(byte) ? static_cast<char>(byte) : text[end] == '_' ? '/' : text[end]);
      if (is_visible(byte)) end += 2;
    }
    i = end;
  }
  return out;
}

/// The part of a URL between "//" and the path that begins here.
std::string_view authority(std::string_view text) noexcept {
  return text.substr(0, text.find_first_of("/?#\\ \t\r\n\"'<>"));
}

/// "/auth.example.com%2Frecover": Postmark writes a link into its own path, without the scheme.
bool is_link_in_path(std::string_view text) noexcept {
  const std::string_view host = text.substr(0, text.substr(0, longest_tracked_host).find('%'));
  return host.find('.') != std::string_view::npos && hex::byte(text, host.size() + 1) == '/' &&
         std::all_of(host.begin(), host.end(),
                     [](char c) { return ascii::is_alnum(c) || c == '.' || c == '-'; });
}

Secret percent_decoded(std::string_view text) {
  Secret out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int byte = text[i] == '%' ? hex::byte(text, i + 1) : -1;
    append(out, is_visible(byte) ? static_cast<char>(byte) : text[i]);
    if (is_visible(byte)) i += 2;
    if (text[i] != '/' || i == 0) continue;
    if (text[i - 1] != '/' && text[i - 1] != ':') {
      if (is_link_in_path(text.substr(i + 1))) out.append("https://");
    } else if (const auto host = authority(text.substr(i + 1)); host.find('@') != host.npos) {
      // A browser looks for the "@" before it decodes: "https://our.host%2F@another.host/".
      out.append(host);
      i += host.size();
    }
  }
  return out;
}

/// Ends of lines become breaks; blanks and quotation signs around them go.
LinkText without_lines(std::string_view text) {
  LinkText out;
  out.characters.reserve(text.size());
  std::size_t blanks = 0;
  int lines = 0;
  bool start = true;
  while (!text.empty()) {
    const utf8::Character c = utf8::decode(text);
    const std::string_view bytes = text.substr(0, c.length);
    text.remove_prefix(c.length);
    if (text::is_line_end(c.point)) {
      // CR LF is one end.
      if (c.point == '\r' && text.starts_with("\n")) continue;
      ++lines;
      start = true;
    } else if (text::is_blank(c.point) || text::is_control(c.point)) {
      ++blanks;
    } else if (start && c.point == '>') {
      continue;
    } else {
      if (lines > 1) out.paragraphs.push_back(out.characters.size());
      if (lines == 1)
        out.breaks.push_back(out.characters.size());
      else if (lines > 1 || blanks > 0)
        append(out.characters, ' ');
      out.characters.append(c.valid ? bytes : utf8::encode(utf8::replacement).view());
      blanks = 0;
      lines = 0;
      start = false;
    }
  }
  return out;
}

/// What links are wrapped in, whatever the mail is.
Secret undone(std::string_view text) {
  Secret layer = without_markup(text);
  layer = without_proofpoint(layer.reveal());
  for (int i = 0; i < most_percent_layers; ++i) {
    if (layer.reveal().find('%') == std::string_view::npos) break;
    layer = percent_decoded(layer.reveal());
  }
  return layer;
}

/// A tracker's own data may be JSON in JSON, and may hold another tracker's link.
Secret undone_twice(std::string_view text) {
  const Secret once = undone(text);
  return without_base64(undone(once.reveal()).reveal(), undone);
}

}  // namespace

std::size_t LinkText::next_break(std::size_t at) const noexcept {
  const auto found = std::lower_bound(breaks.begin(), breaks.end(), at);
  return found == breaks.end() ? characters.size() : *found;
}

LinkText read_outer_link_text(std::string_view text) {
  const Secret plain = with_usual_line_ends(text);
  return without_lines(without_markup(without_quoted_printable(plain.reveal()).reveal()).reveal());
}

LinkText read_link_text(std::string_view text) {
  const Secret plain = with_usual_line_ends(text);
  const Secret layer = undone(without_quoted_printable(plain.reveal()).reveal());
  return without_lines(without_base64(layer.reveal(), undone_twice).reveal());
}

}  // namespace v0
}  // namespace hellojohn
