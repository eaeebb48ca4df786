// Boost.JSON from its headers: the distribution's library is not compiled for a page.
#include <boost/json/src.hpp>
