// QR codes by libqrcodegen, which works in the caller's buffers: both are wiped.
#include <hellojohn/widgets/qr_matrix.hpp>

#include <qrcodegen/qrcodegen.h>

#include <array>

namespace hellojohn {
inline namespace v0 {
namespace widgets {

namespace {
constexpr int highest_version =
    20;  // 666 characters at level M: twice the longest otpauth URI seen.
constexpr std::size_t buffer_size = qrcodegen_BUFFER_LEN_FOR_VERSION(highest_version);
}  // namespace

bool QrMatrix::make(SecretView text) noexcept {
  wipe();
  std::array<std::uint8_t, buffer_size> scratch{};
  std::array<std::uint8_t, buffer_size> modules{};
  Secret terminated(text.reveal());
  terminated.append(std::string_view("\0", 1));
  const bool made = qrcodegen_encodeText(terminated.reveal().data(), scratch.data(), modules.data(),
                                         qrcodegen_Ecc_MEDIUM, qrcodegen_VERSION_MIN,
                                         highest_version, qrcodegen_Mask_AUTO, true);
  if (made) {
    size_ = qrcodegen_getSize(modules.data());
    scratch.fill(0);
    for (int y = 0; y < size_; ++y) {
      for (int x = 0; x < size_; ++x) {
        if (!qrcodegen_getModule(modules.data(), x, y)) continue;
        const auto i = static_cast<unsigned>(y * size_ + x);
        scratch[i / 8] = static_cast<std::uint8_t>(scratch[i / 8] | 1U << i % 8);
      }
    }
    modules_ = Secret({reinterpret_cast<const char*>(scratch.data()), scratch.size()});
  }
  secure_wipe(scratch.data(), scratch.size());
  secure_wipe(modules.data(), modules.size());
  return made;
}

}  // namespace widgets
}  // namespace v0
}  // namespace hellojohn
