using Tapir.Host.Specs;

namespace Tapir.Host.Scheduling;

/// <summary>A schedule that cannot be made, with everything that is wrong with it at once.</summary>
internal sealed class ScheduleException(IReadOnlyList<SpecError> errors) : SpecException(errors);
