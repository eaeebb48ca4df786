// See printable_sheet.hpp. Drawn with libhpdf, whose memory is ours to wipe.
#include "apps/common/printable_sheet.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <utility>

#include <hpdf.h>

namespace samples {

namespace {

using hellojohn::Secret;

constexpr std::size_t head = alignof(std::max_align_t);

void* take(HPDF_UINT size) {
  auto* block = static_cast<unsigned char*>(std::malloc(head + size));
  if (block == nullptr) return nullptr;
  *reinterpret_cast<std::size_t*>(block) = size;
  return block + head;
}

void give_back(void* data) {
  if (data == nullptr) return;
  unsigned char* block = static_cast<unsigned char*>(data) - head;
  hellojohn::secure_wipe(data, *reinterpret_cast<std::size_t*>(block));
  std::free(block);
}

/// UTF-8 to Latin-1; what it lacks becomes a question mark.
std::string latin(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c < 0x80) {
      out.push_back(text[i]);
    } else if ((c == 0xC2 || c == 0xC3) && i + 1 < text.size() &&
               (static_cast<unsigned char>(text[i + 1]) & 0xC0) == 0x80) {
      out.push_back(static_cast<char>((c & 3) << 6 | (text[++i] & 0x3F)));
    } else if ((c & 0xC0) == 0xC0) {
      out.push_back('?');
    }
  }
  return out;
}

class Paper {
 public:
  Paper() : pdf_(HPDF_NewEx(nullptr, take, give_back, 0, nullptr)) {
    if (pdf_ == nullptr) return;
    body_ = HPDF_GetFont(pdf_, "Helvetica", "WinAnsiEncoding");
    mono_ = HPDF_GetFont(pdf_, "Courier-Bold", "WinAnsiEncoding");
    turn();
  }
  ~Paper() {
    if (pdf_ != nullptr) HPDF_Free(pdf_);
  }
  Paper(const Paper&) = delete;
  Paper& operator=(const Paper&) = delete;

  void line(HPDF_Font font, float size, float x, const char* text) {
    HPDF_Page_BeginText(page_);
    HPDF_Page_SetFontAndSize(page_, font, size);
    HPDF_Page_TextOut(page_, x, y_, text);
    HPDF_Page_EndText(page_);
  }
  void heading(const SheetPage& page) {
    line(body_, 20, left, latin(page.title).c_str());
    y_ -= 24;
    line(body_, 11, left, latin(page.hint).c_str());
    y_ -= 40;
  }
  /// Box, number, code.
  void row(int number, std::string_view code) {
    if (y_ < 60) turn();
    HPDF_Page_SetLineWidth(page_, 1);
    HPDF_Page_Rectangle(page_, left, y_ - 3, 16, 16);
    HPDF_Page_Stroke(page_);
    line(body_, 12, left + 30, (std::to_string(number) + ".").c_str());
    Secret text(code);
    text.append(std::string_view("\0", 1));
    line(mono_, 18, left + 60, text.reveal().data());
    y_ -= 34;
  }
  [[nodiscard]] Secret bytes() {
    Secret out;
    if (pdf_ == nullptr || HPDF_GetError(pdf_) != HPDF_OK) return out;
    if (HPDF_SaveToStream(pdf_) != HPDF_OK || HPDF_ResetStream(pdf_) != HPDF_OK) return out;
    HPDF_UINT32 size = HPDF_GetStreamSize(pdf_);
    out.reserve(size);
    HPDF_BYTE part[1024];
    while (size > 0) {
      HPDF_UINT32 got = sizeof part;
      HPDF_ReadFromStream(pdf_, part, &got);
      if (got == 0) break;
      out.append({reinterpret_cast<const char*>(part), got});
      size -= got;
    }
    hellojohn::secure_wipe(part, sizeof part);
    return size == 0 ? std::move(out) : Secret();
  }

 private:
  static constexpr float left = 60;

  void turn() {
    page_ = HPDF_AddPage(pdf_);
    HPDF_Page_SetSize(page_, HPDF_PAGE_SIZE_A4, HPDF_PAGE_PORTRAIT);
    y_ = HPDF_Page_GetHeight(page_) - 80;
  }

  HPDF_Doc pdf_;
  HPDF_Font body_ = nullptr;
  HPDF_Font mono_ = nullptr;
  HPDF_Page page_ = nullptr;
  float y_ = 0;
};

}  // namespace

Secret printable_sheet(const SheetPage& page) {
  Paper paper;
  paper.heading(page);
  std::string_view rest = page.codes.reveal();
  for (int number = 1; !rest.empty(); ++number) {
    const std::size_t end = rest.find('\n');
    paper.row(number, rest.substr(0, end));
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  }
  return paper.bytes();
}

}  // namespace samples
