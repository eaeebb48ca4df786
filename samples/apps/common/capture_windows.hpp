// How Windows is asked to leave a window out of capture, without the window: for a test.
#pragma once

namespace samples {

/// WDA_EXCLUDEFROMCAPTURE, which Windows has since 10 2004, and what came before: the window is black there.
inline constexpr unsigned long no_affinity = 0, black_in_capture = 1, left_out_of_capture = 0x11;

/// `set` is SetWindowDisplayAffinity for one window. False if nothing that was asked for was granted.
template <class Set>
bool set_affinity(const Set& set, bool hide) noexcept {
  if (!hide) return set(no_affinity);
  return set(left_out_of_capture) || set(black_in_capture);
}

}  // namespace samples
