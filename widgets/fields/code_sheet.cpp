// Which codes may be drawn at this moment, and the text for a copy or a file.
#include <hellojohn/widgets/code_sheet.hpp>

#include <cstdio>

namespace hellojohn {
inline namespace v0 {
namespace widgets {

namespace {
constexpr std::size_t no_row = static_cast<std::size_t>(-1);
}

void CodeSheet::show(hellojohn::BackupCodes&& codes) noexcept {
  codes_ = std::move(codes);
  mask();
}

void CodeSheet::wipe() noexcept {
  codes_ = {};
  mask();
}

SecretView CodeSheet::code(std::size_t i) const noexcept {
  return i < size() ? codes_.codes[i].view() : SecretView();
}

SecretView CodeSheet::shown(std::size_t i) const noexcept {
  return all_ || i == row_ ? code(i) : SecretView();
}

std::size_t CodeSheet::length(std::size_t i) const noexcept { return code(i).size(); }

bool CodeSheet::separator_at(std::size_t i, std::size_t k) const noexcept {
  const std::string_view bytes = code(i).reveal();
  return k < bytes.size() && (bytes[k] == '-' || bytes[k] == ' ');
}

bool CodeSheet::anything_revealed(Time now) const noexcept {
  return all_ || (row_ != no_row && now < row_until_);
}

void CodeSheet::reveal_all(Time now) noexcept {
  all_ = true;
  touch(now);
}

void CodeSheet::reveal_row(std::size_t i, Time now) noexcept {
  if (i >= size()) return;
  row_ = i;
  row_until_ = now + row_time;
  touch(now);
}

void CodeSheet::mask() noexcept {
  all_ = false;
  row_ = no_row;
}

bool CodeSheet::update(Time now) noexcept {
  const bool before_all = all_;
  const std::size_t before_row = row_;
  if (row_ != no_row && now >= row_until_) row_ = no_row;
  if (now - last_touch_ >= idle_time) mask();
  return before_all != all_ || before_row != row_;
}

Secret CodeSheet::text(const SheetText& how) const {
  Secret out;
  if (!how.app.empty()) {
    for (const std::string_view line : {how.app, how.account, how.date, how.note}) {
      if (line.empty()) continue;
      out.append(line);
      out.append(how.line_end);
    }
    out.append(how.line_end);
  }
  for (std::size_t i = 0; i < size(); ++i) {
    if (i != 0) out.append(how.line_end);
    if (how.numbered) {
      char number[16];
      const int n = std::snprintf(number, sizeof number, "%zu. ", i + 1);
      out.append({number, static_cast<std::size_t>(n)});
    }
    out.append(code(i).reveal());
  }
  if (how.ends && size() > 0) out.append(how.line_end);
  return out;
}

}  // namespace widgets
}  // namespace v0
}  // namespace hellojohn
