namespace Tapir.Host.Specs;

/// <summary>A spec that cannot be run, with everything that is wrong with it at once.</summary>
internal class SpecException(IReadOnlyList<SpecError> errors)
    : Exception(string.Join(Environment.NewLine, errors))
{
    public IReadOnlyList<SpecError> Errors { get; } = errors;
}
