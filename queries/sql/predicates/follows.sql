-- (other, complaint, spellings, days): the same matter again, within so long after the settlement.
@same_matter(other, complaint, spellings)
and other.created_at > complaint.closed_at and other.created_at <= complaint.closed_at + days
