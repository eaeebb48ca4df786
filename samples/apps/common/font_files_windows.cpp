// See font_files.hpp. Windows says where its fonts are; a drive or a folder of a fixed name may be another one.
#include "apps/common/font_files.hpp"

#include "apps/common/access_windows.hpp"

#include <filesystem>
#include <initializer_list>

#include <objbase.h>
#include <shlobj.h>

namespace samples {

using hellojohn::widgets::Language;

namespace {

std::filesystem::path fonts_folder() {
  PWSTR path = nullptr;
  std::filesystem::path out;
  if (SUCCEEDED(::SHGetKnownFolderPath(FOLDERID_Fonts, 0, nullptr, &path))) out = path;
  ::CoTaskMemFree(path);
  return out;
}

/// The first of them that is installed.
std::string first_of(std::initializer_list<const wchar_t*> names) {
  const std::filesystem::path folder = fonts_folder();
  std::error_code ignored;
  for (const wchar_t* name : names) {
    const std::filesystem::path file = folder / name;
    if (!folder.empty() && std::filesystem::exists(file, ignored)) return narrow(file.wstring());
  }
  return {};
}

}  // namespace

FontFiles sample_fonts() {
  return {first_of({L"Roboto-Regular.ttf", L"segoeui.ttf"}),
          first_of({L"Roboto-Medium.ttf", L"seguisb.ttf"}),
          first_of({L"DejaVuSansMono.ttf", L"consola.ttf"})};
}

CjkFont cjk_font(Language language, bool small) {
  // Droid Sans Fallback has no Korean.
  if (small) {
    return {language == Language::ko ? first_of({L"NanumGothic.ttf"})
                                     : first_of({L"DroidSansFallbackFull.ttf"})};
  }
  switch (language) {
    case Language::ko: return {first_of({L"malgun.ttf", L"gulim.ttc", L"NanumGothic.ttf"})};
    case Language::zh_hans:
      return {first_of({L"msyh.ttc", L"simsun.ttc", L"DroidSansFallbackFull.ttf"})};
    case Language::zh_hant:
      return {first_of({L"msjh.ttc", L"mingliu.ttc", L"DroidSansFallbackFull.ttf"})};
    default: return {first_of({L"YuGothM.ttc", L"msgothic.ttc", L"DroidSansFallbackFull.ttf"})};
  }
}

const char* font_package(Language) { return "Windows: a language pack"; }

}  // namespace samples
