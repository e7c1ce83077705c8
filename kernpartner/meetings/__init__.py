"""What is discussed: meetings, their drafted and settled agendas, invitations, minutes and decisions."""
