// The session file, encrypted by Windows for the account (DPAPI). Knows nothing of what the bytes mean.
#include <hellojohn/stores/dpapi_store.hpp>

#include "stores/file_backend.hpp"

#include <new>
#include <optional>
#include <utility>

#include <windows.h>

#include <wincrypt.h>

namespace hellojohn {
inline namespace v0 {
namespace stores {

namespace {

DATA_BLOB blob(std::string_view bytes) noexcept {
  return {static_cast<DWORD>(bytes.size()),
          reinterpret_cast<BYTE*>(const_cast<char*>(bytes.data()))};
}

/// What the system allocated, wiped and freed at the scope's end.
class Blob {
 public:
  Blob() noexcept = default;
  ~Blob() {
    if (bytes_.pbData == nullptr) return;
    secure_wipe(bytes_.pbData, bytes_.cbData);
    ::LocalFree(bytes_.pbData);
  }
  Blob(const Blob&) = delete;
  Blob& operator=(const Blob&) = delete;
  [[nodiscard]] DATA_BLOB* out() noexcept { return &bytes_; }
  [[nodiscard]] std::string_view view() const noexcept {
    return {reinterpret_cast<const char*>(bytes_.pbData), bytes_.cbData};
  }

 private:
  DATA_BLOB bytes_{};
};

/// Loads and saves through another backend, which holds the lock and replaces the file.
class EncryptedBackend final : public Backend {
 public:
  EncryptedBackend(std::shared_ptr<Backend> file, std::string application)
      : file_(std::move(file)), application_(std::move(application)) {}

  Result<Secret> load() override {
    auto stored = file_->load();
    if (!stored || stored->empty()) return stored;
    DATA_BLOB in = blob(stored->reveal());
    DATA_BLOB entropy = blob(application_);
    Blob plain;
    if (::CryptUnprotectData(&in, nullptr, &entropy, nullptr, nullptr, CRYPTPROTECT_UI_FORBIDDEN,
                             plain.out()) == 0)
      return failed("the session file cannot be decrypted by this account");
    return Secret(plain.view());
  }

  std::optional<Error> save(SecretView bytes) override {
    DATA_BLOB in = blob(bytes.reveal());
    DATA_BLOB entropy = blob(application_);
    Blob encrypted;
    if (::CryptProtectData(&in, L"HelloJohn session", &entropy, nullptr, nullptr,
                           CRYPTPROTECT_UI_FORBIDDEN, encrypted.out()) == 0)
      return failed("the session cannot be encrypted");
    return file_->save(SecretView(encrypted.view()));
  }

  std::optional<Error> erase() override { return file_->erase(); }
  [[nodiscard]] bool is_shared() const noexcept override { return file_->is_shared(); }
  std::optional<Error> lock() override { return file_->lock(); }
  void unlock() noexcept override { file_->unlock(); }

 private:
  static Error failed(const char* what) {
    const DWORD code = ::GetLastError();
    return storage_error(std::string(what) + ": error " + std::to_string(code));
  }

  std::shared_ptr<Backend> file_;
  std::string application_;
};

}  // namespace

}  // namespace stores

std::unique_ptr<SessionStore> dpapi_store(DpapiStoreOptions options) noexcept {
  try {
    auto file = stores::make_file_backend(options.path, stores::LockPatience{});
    return std::make_unique<stores::WorkerStore>(std::make_shared<stores::EncryptedBackend>(
        std::move(file), std::move(options.application)));
  } catch (const std::bad_alloc&) {
    return nullptr;
  }
}

}  // namespace v0
}  // namespace hellojohn
