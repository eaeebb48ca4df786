// A secret in the clipboard has its marks before it, and is taken away.
#include "apps/common/clipboard.hpp"
#include "worlds/catch.hpp"

#include <cstring>
#include <string>
#include <vector>

#include <windows.h>

using hellojohn::SecretView;

namespace {

/// The clipboard as another program sees it.
class Reader {
 public:
  Reader() { REQUIRE(::OpenClipboard(nullptr) != 0); }
  ~Reader() { ::CloseClipboard(); }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  /// In the order in which they were put there.
  [[nodiscard]] static std::vector<UINT> formats() {
    std::vector<UINT> out;
    for (UINT one = ::EnumClipboardFormats(0); one != 0; one = ::EnumClipboardFormats(one))
      out.push_back(one);
    return out;
  }
  [[nodiscard]] static std::wstring text() {
    const HANDLE memory = ::GetClipboardData(CF_UNICODETEXT);
    if (memory == nullptr) return {};
    std::wstring out = static_cast<const wchar_t*>(::GlobalLock(memory));
    ::GlobalUnlock(memory);
    return out;
  }
  [[nodiscard]] static DWORD number(UINT format) {
    DWORD out = 1;
    const HANDLE memory = ::GetClipboardData(format);
    REQUIRE(memory != nullptr);
    std::memcpy(&out, ::GlobalLock(memory), sizeof out);
    ::GlobalUnlock(memory);
    return out;
  }
};

}  // namespace

TEST_CASE("clipboard: the three marks stand before the text") {
  REQUIRE(samples::write_concealed(SecretView("ABCD-1234 \xE2\x82\xAC")));
  const Reader reader;
  const std::vector<UINT> formats = Reader::formats();
  REQUIRE(formats.size() >= 4);
  const UINT marks[] = {::RegisterClipboardFormatW(L"ExcludeClipboardContentFromMonitorProcessing"),
                        ::RegisterClipboardFormatW(L"CanIncludeInClipboardHistory"),
                        ::RegisterClipboardFormatW(L"CanUploadToCloudClipboard")};
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(formats[i] == marks[i]);
    CHECK(Reader::number(marks[i]) == 0);
  }
  CHECK(formats[3] == CF_UNICODETEXT);
  CHECK(Reader::text() == L"ABCD-1234 \x20AC");
}

TEST_CASE("clipboard: an empty text takes away what was there") {
  REQUIRE(samples::write_concealed(SecretView("ABCD-1234")));
  REQUIRE(samples::write_concealed(SecretView("")));
  const Reader reader;
  CHECK(Reader::formats().empty());
}
