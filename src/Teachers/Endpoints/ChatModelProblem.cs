namespace Tapir.Teachers.Endpoints;

/// <summary>One thing that is wrong with a <see cref="ChatModelSpec"/>.</summary>
/// <param name="Property">Name of the property, as in <see cref="ChatModelSpec"/>.</param>
/// <param name="Message">What is wrong and what to write instead.</param>
public sealed record ChatModelProblem(string Property, string Message);
