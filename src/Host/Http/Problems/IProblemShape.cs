using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Tapir.Host.Http.Problems;

/// <summary>How a server tells problems whose clients expect another form than problem details; a feature of its requests.</summary>
internal interface IProblemShape
{
    Task WriteAsync(HttpContext context, ProblemDetails problem);
}
