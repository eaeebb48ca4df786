// Short pieces that become one text: in their order, whole, however long one of them is.
#include "secret/piece_writer.hpp"
#include "worlds/catch.hpp"

#include <string>

using namespace hellojohn;

TEST_CASE("piece writer: public and secret pieces keep their order") {
  Secret out("before ");
  detail::PieceWriter writer(out);
  (writer << "a" << std::string_view("b") << std::size_t{0} << "c").secret("code") << "d";
  CHECK(out.reveal() == "before ab0ccode");
  writer.flush();
  writer.flush();
  CHECK(out.reveal() == "before ab0ccoded");
}

TEST_CASE("piece writer: a piece that does not fit beside the others is written whole") {
  for (const std::size_t first : {0U, 1U, 500U, 511U, 512U, 513U, 5000U}) {
    CAPTURE(first);
    Secret out;
    detail::PieceWriter writer(out);
    const std::string piece(first, 'x');
    writer << piece << "literal" << std::size_t{18446744073709551615U} << piece << "";
    writer.secret("").flush();
    CHECK(out.reveal() == piece + "literal18446744073709551615" + piece);
  }
}
