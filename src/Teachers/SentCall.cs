using System.Diagnostics;
using Tapir.Teachers.Ledger;

namespace Tapir.Teachers;

/// <summary>A call that was sent and is measured.</summary>
/// <param name="Span">Null when nobody looks.</param>
/// <param name="Begun">By a monotonic clock.</param>
internal readonly record struct SentCall(Activity? Span, CallOrigin Origin, string Function, long Begun);
