// What passes between the process that is looked through and the one that looks: orders down one pipe, answers up
// another. Bytes of secrets go from one kernel buffer straight into a Secret.
#pragma once

#include <hellojohn/secret.hpp>

#include <cstddef>
#include <cstdint>

namespace hellojohn::tests {

/// How a call ends.
enum class End : char {
  well = 'w',
  refused = 'r',
  lost = 'l',           ///< Half of the answer, then the end of the connection.
  reset = 'x',          ///< The request was read, then the connection is reset.
  cancelled = 'c',      ///< The request was read, then the caller calls it off.
  at_once = 'a',        ///< Called off right after it was started.
  timed_out = 't',      ///< The request was read, then the call's deadline passed.
  out_of_memory = 'm',  ///< An allocation fails on the way.
};

/// Operations are letters: see subject.cpp.
struct Order {
  char what = 0;
  End end = End::well;
  std::uint16_t size = 0;        ///< Of the secret that follows.
  std::uint16_t allocation = 0;  ///< Which one fails; 0: none.
};

/// What the subject says of an order.
enum class Said : char { started = 's', ok = 'o', failed = 'f', done = 'd' };

/// One end of a pipe: a file descriptor, or a handle on Windows. The subject is given the numbers of its two ends as arguments.
using PipeEnd = std::intptr_t;

/// False if the other side is gone.
[[nodiscard]] bool read_whole(PipeEnd, void* out, std::size_t size) noexcept;
[[nodiscard]] bool write_whole(PipeEnd, const void* bytes, std::size_t size) noexcept;
/// Through one small buffer, wiped at once.
[[nodiscard]] bool read_secret(PipeEnd, std::size_t size, Secret& out);

}  // namespace hellojohn::tests
