// See subject_process.hpp: what passes through its pipes.
#include "security/residue/wire/subject_process.hpp"

#include <stdexcept>

namespace hellojohn::tests {

void SubjectProcess::tell(char what, End end, std::string_view secret, int allocation) const {
  Order order;
  order.what = what;
  order.end = end;
  order.size = static_cast<std::uint16_t>(secret.size());
  order.allocation = static_cast<std::uint16_t>(allocation);
  if (!write_whole(orders_, &order, sizeof order) ||
      !write_whole(orders_, secret.data(), secret.size()))
    throw std::runtime_error("the subject is gone");
}

std::optional<Said> SubjectProcess::hear_if_alive() const {
  Said said{};
  if (!read_whole(answers_, &said, 1)) return std::nullopt;
  return said;
}

Said SubjectProcess::hear() const {
  const auto said = hear_if_alive();
  if (!said) throw std::runtime_error("the subject is gone");
  return *said;
}

void SubjectProcess::learn_where_secrets_are() {
  tell('?');
  if (!read_whole(answers_, &searched_.secrets, sizeof searched_.secrets))
    throw std::runtime_error("the subject is gone");
  (void)hear();
}

}  // namespace hellojohn::tests
