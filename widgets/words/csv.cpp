// The translators' table: RFC 4180, written and read.
#include "words/table.hpp"

#include <algorithm>
#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace widgets {

namespace {

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
}

/// Takes one row after the other from a table. A line may end with CR, LF or both, also inside quotes.
class CsvReader {
 public:
  explicit CsvReader(std::string_view csv) noexcept : rest_(csv) {
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    if (rest_.substr(0, 3) == byte_order_mark) rest_.remove_prefix(3);
  }
  /// False at the end.
  bool next(std::vector<std::string>& cells) {
    cells.clear();
    if (rest_.empty()) return false;
    line_ = next_line_;
    bool more = true;
    while (more) {
      cells.emplace_back();
      more = take_cell(cells.back());
    }
    return true;
  }
  /// Where the last row begins.
  [[nodiscard]] std::size_t line() const noexcept { return line_; }

 private:
  char take() noexcept {
    const char c = rest_.front();
    rest_.remove_prefix(1);
    if (c == '\n') ++next_line_;
    return c;
  }
  void take_quoted(std::string& cell) {
    (void)take();
    while (!rest_.empty()) {
      const char c = take();
      if (c == '"' && (rest_.empty() || rest_.front() != '"')) return;
      cell += c == '"' ? take() : c;
    }
  }
  /// True if another cell follows in the row.
  bool take_cell(std::string& cell) {
    if (!rest_.empty() && rest_.front() == '"') take_quoted(cell);
    while (!rest_.empty()) {
      const char c = take();
      if (c == ',') return true;
      if (c == '\r' && !rest_.empty() && rest_.front() == '\n') (void)take();
      if (c == '\r' || c == '\n') return false;
      cell += c;
    }
    return false;
  }

  std::string_view rest_;
  std::size_t line_ = 0;
  std::size_t next_line_ = 1;
};

constexpr std::string_view form_names[words::form_count] = {"one", "few", "many", "other"};

/// Where the columns are; npos: there is none.
struct Columns {
  std::size_t id, forms[words::form_count];

  explicit Columns(const std::vector<std::string>& header) noexcept : id(find(header, "id")) {
    for (std::size_t i = 0; i < words::form_count; ++i) forms[i] = find(header, form_names[i]);
  }
  static std::size_t find(const std::vector<std::string>& header, std::string_view name) noexcept {
    const auto found = std::find(header.begin(), header.end(), name);
    return found == header.end() ? std::string::npos
                                 : static_cast<std::size_t>(found - header.begin());
  }
};

std::string_view cell(const std::vector<std::string>& cells, std::size_t column) noexcept {
  return column < cells.size() ? std::string_view(cells[column]) : std::string_view();
}

words::Row english_row(MessageId id) noexcept {
  const MessageForms forms = message_forms(Language::en, id);
  return {id, !forms.one.empty(), {forms.one, forms.few, forms.many, forms.other}};
}

words::Row row_of(const std::vector<std::string>& cells, const Columns& columns) noexcept {
  words::Row row{message_named(cell(cells, columns.id)), false, {}};
  for (std::size_t i = 0; i < words::form_count; ++i) row.forms[i] = cell(cells, columns.forms[i]);
  row.plural = english_row(row.id).plural;
  return row;
}

}  // namespace

std::string messages_csv(Language language) {
  std::string out = "id,context,limit,en_one,en_other,one,few,many,other\r\n";
  for (std::size_t i = 1; i < message_count; ++i) {
    const auto id = static_cast<MessageId>(i);
    const MessageInfo info = message_info(id);
    const MessageForms english = message_forms(Language::en, id);
    const MessageForms own = message_forms(language, id);
    out += std::string(info.name) + ',' + quoted(info.context) + ',' + std::to_string(info.limit);
    for (const std::string_view text :
         {english.one, english.other, own.one, own.few, own.many, own.other}) {
      out += ',' + quoted(text);
    }
    out += "\r\n";
  }
  return out;
}

WordsLoaded Text::load(Language language, std::string_view csv) {
  WordsLoaded loaded;
  CsvReader reader(csv);
  std::vector<std::string> cells;
  if (!reader.next(cells)) return loaded;
  const Columns columns(cells);
  const Plurals rule = language == Language::own ? own_plurals_ : language_info(language).plurals;
  while (reader.next(cells)) {
    const words::Row row = row_of(cells, columns);
    const auto& forms = row.forms;
    const bool empty = std::all_of(std::begin(forms), std::end(forms),
                                   [](std::string_view form) { return form.empty(); });
    const bool known = row.id != MessageId::none && language <= Language::own;
    if (known && empty) continue;
    if (!known || !words::fits(row, english_row(row.id), rule)) {
      if (loaded.left_out++ == 0) loaded.line = reader.line();
      continue;
    }
    set(language, row.id, std::string(forms[3]), std::string(forms[0]), std::string(forms[1]),
        std::string(forms[2]));
    ++loaded.taken;
  }
  return loaded;
}

}  // namespace widgets
}  // namespace v0
}  // namespace hellojohn
