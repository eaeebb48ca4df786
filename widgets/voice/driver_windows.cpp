// The speech API of Windows (SAPI 5). No test runs it: it was compiled with MinGW only.
#include "driver.hpp"

#include <windows.h>

#include <sapi.h>

#include <array>
#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace speech {

namespace {

template <class T>
struct Released {
  T* object = nullptr;
  Released() = default;
  ~Released() {
    if (object != nullptr) object->Release();
  }
  Released(const Released&) = delete;
  Released& operator=(const Released&) = delete;
};

std::wstring wide(std::string_view text) {
  const int size = static_cast<int>(text.size());
  const int needed = MultiByteToWideChar(CP_UTF8, 0, text.data(), size, nullptr, 0);
  std::wstring out(static_cast<std::size_t>(needed), L'\0');
  MultiByteToWideChar(CP_UTF8, 0, text.data(), size, out.data(), needed);
  return out;
}

/// COM on the thread of the voice, for as long as it speaks.
class Com {
 public:
  Com() noexcept : initialised_(SUCCEEDED(CoInitializeEx(nullptr, COINIT_MULTITHREADED))) {}
  ~Com() {
    if (initialised_) CoUninitialize();
  }
  Com(const Com&) = delete;
  Com& operator=(const Com&) = delete;

 private:
  bool initialised_;
};

class Sapi final : public Driver {
 public:
  [[nodiscard]] bool open() {
    return SUCCEEDED(CoCreateInstance(CLSID_SpVoice, nullptr, CLSCTX_ALL, IID_ISpVoice,
                                      reinterpret_cast<void**>(&voice_.object)));
  }

  /// The first installed voice of the language.
  void set_language(std::string_view tag) override {
    const LCID id = LocaleNameToLCID(wide(tag).c_str(), 0);
    if (id == 0) return;
    std::array<wchar_t, 32> wanted{};
    wsprintfW(wanted.data(), L"Language=%x", LANGIDFROMLCID(id));
    Released<ISpObjectTokenCategory> category;
    Released<IEnumSpObjectTokens> voices;
    Released<ISpObjectToken> first;
    if (FAILED(CoCreateInstance(CLSID_SpObjectTokenCategory, nullptr, CLSCTX_ALL,
                                IID_ISpObjectTokenCategory,
                                reinterpret_cast<void**>(&category.object))) ||
        FAILED(category.object->SetId(SPCAT_VOICES, FALSE)) ||
        FAILED(category.object->EnumTokens(wanted.data(), nullptr, &voices.object)) ||
        voices.object->Next(1, &first.object, nullptr) != S_OK) {
      return;
    }
    voice_.object->SetVoice(first.object);
  }

  bool say(const char* text, bool interrupts) override {
    std::wstring said = wide(text);
    const DWORD flags =
        SPF_ASYNC | SPF_IS_NOT_XML | (interrupts ? static_cast<DWORD>(SPF_PURGEBEFORESPEAK) : 0);
    const bool spoken = SUCCEEDED(voice_.object->Speak(said.c_str(), flags, nullptr));
    SecureZeroMemory(said.data(), said.size() * sizeof(wchar_t));
    return spoken;
  }

 private:
  Com com_;  // Before what needs it, and so released after it.
  Released<ISpVoice> voice_;
};

}  // namespace

std::unique_ptr<Driver> open_driver(const std::string&) {
  auto voice = std::make_unique<Sapi>();
  if (!voice->open()) return nullptr;
  return voice;
}

}  // namespace speech
}  // namespace v0
}  // namespace hellojohn
